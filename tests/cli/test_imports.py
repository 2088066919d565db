"""Only the commands that use a slow import pay for it."""

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
        (("--help",), {"typer"}),
        (("new", "--help"), {"typer"}),
        (("options", "--json"), {"typer"}),
        (("recommend", "--help"), {"typer"}),
        (("recommend", "--use-case", "cms", "--json"), {"typer", "pydantic"}),
        (("recommend", "--use-case", "cms"), {"typer", "pydantic"}),
        (("compare", "--json"), {"typer", "pydantic"}),
        (("compare", "--markdown"), {"typer", "pydantic"}),
        (("options",), {"typer", "rich"}),
        ((*NEW, "--print-command"), {"typer", "pydantic"}),
        (("new", "fastapi", "--defaults"), {"typer", "pydantic"}),
        ((*NEW, "--json"), set(HEAVY) - {"rich"}),
    ],
)
def test_a_command_imports_only_what_it_uses(
    tmp_path: Path, argv: tuple[str, ...], imported: set[str]
) -> None:
    asked = (
        f"import sys; from pystack_init.__main__ import main; sys.argv = {['pystack-init', *argv]!r}; "
        "main(); "
        f"sys.stderr.write('imported: ' + ' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    words = [sys.executable, "-c", asked]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert set(ran.stderr.rpartition("imported: ")[2].split()) == imported
