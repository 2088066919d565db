"""Only the commands that use a slow import pay for it."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HEAVY = ("copier", "questionary", "prompt_toolkit", "rich", "jinja2", "yaml", "pydantic", "typer")
NEW = ("new", "shop", "--defaults", "--no-install", "--no-git")


def test_the_import_contracts_cover_every_module_without_a_list() -> None:
    settings = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {one["name"]: one for one in settings["tool"]["importlinter"]["contracts"]}
    assert contracts["Imports only point downwards"]["exhaustive"] is True
    for name in ("Only terminal/ imports rich and prompt_toolkit", "Only rendering/render.py imports Copier"):
        assert contracts[name]["source_modules"] == ["pystack_init.**"]


@pytest.mark.parametrize(
    ("argv", "imported"),
    [
        (("--version",), set()),
        (("-V",), set()),
        (("--help",), {"typer"}),
        (("-h",), {"typer"}),
        (("config",), set()),
        (("--show-completion", "bash"), {"typer"}),
        (("new", "--help"), {"typer"}),
        (("options", "--json"), set()),
        (("recommend", "--help"), {"typer"}),
        (("recommend", "--use-case", "cms", "--json"), {"typer", "pydantic"}),
        (("recommend", "--use-case", "cms"), {"typer", "pydantic"}),
        (("compare", "--json"), set()),
        (("compare", "--markdown"), set()),
        (("options",), {"rich"}),
        ((*NEW, "--print-command"), {"typer", "pydantic"}),
        (("new", "fastapi", "--defaults"), {"typer", "pydantic"}),
        ((*NEW, "--json"), set(HEAVY) - {"rich"}),
    ],
)
def test_a_command_imports_only_what_it_uses(
    tmp_path: Path, argv: tuple[str, ...], imported: set[str]
) -> None:
    assert imported_by(argv, tmp_path) == imported


def test_the_status_of_a_project_imports_only_what_reads_its_answers(tmp_path: Path) -> None:
    imported_by((*NEW, "--no-workspace"), tmp_path)
    assert imported_by(("status",), tmp_path / "shop", home=tmp_path) == {"yaml"}
    assert imported_by(("update", "--check"), tmp_path / "shop", home=tmp_path) == {"yaml"}


def test_a_completion_imports_only_what_parses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "_PYSTACK_INIT_COMPLETE": "complete_bash",
        "COMP_WORDS": "x new --",
        "COMP_CWORD": "2",
    }.items():
        monkeypatch.setenv(name, value)
    assert imported_by((), tmp_path) == {"typer", "pydantic"}


def imported_by(argv: tuple[str, ...], folder: Path, home: Path | None = None) -> set[str]:
    """Run a command, and return which of the slow imports it has made."""
    asked = (
        f"import sys; from pystack_init.__main__ import main; sys.argv = {['pystack-init', *argv]!r}; "
        "main(); "
        f"sys.stderr.write('imported: ' + ' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    words, env = [sys.executable, "-c", asked], {**os.environ, "HOME": str(home or folder)}
    env |= {"XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": ""}
    ran = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return set(ran.stderr.rpartition("imported: ")[2].split())
