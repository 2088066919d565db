"""`status` reads digests instead of rendering; a command with only on/off flags is parsed without Typer."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from edits import edit
from pystack_init.cli import flags as typer_flags
from pystack_init.cli import plain_flags
from pystack_init.cli.commands import COMMANDS
from pystack_init.cli.flags import build_app
from pystack_init.cli.plain_flags import plain_request
from pystack_init.rendering import render
from pystack_init.results import Result
from pystack_init.terminal.views.report import RENDERERS

Status = Callable[[], dict[str, Any]]


@pytest.fixture
def shop(here: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create a project, and go there."""
    assert run("new", "shop", "--defaults", "--no-install", "--no-git", "--quiet").code == 0
    monkeypatch.chdir(here / "shop")
    return here / "shop"


@pytest.fixture
def status(run: Callable[..., Any]) -> Status:
    """Run `status`, and return its data and its warnings."""

    def status() -> dict[str, Any]:
        found = json.loads(run("status", "--json").out)
        return {**found["data"], "warnings": [one["code"] for one in found["warnings"]]}

    return status


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the renders: each adds to the list."""
    real, seen = render._run_copier, []  # noqa: SLF001

    def counted(*arguments: Any) -> dict[str, str]:
        seen.append("rendered")
        return real(*arguments)

    monkeypatch.setattr(render, "_run_copier", counted)
    return seen


def test_a_new_project_is_not_rendered_again(shop: Path, status: Status, rendered: list[str]) -> None:
    assert status()["pristine"] is True
    edit(shop / "README.md", "A web service\n", "A shop\n")
    (shop / "SECURITY.md").unlink()
    (shop / "justfile").chmod(0o755)
    assert status()["changed_files"] == ["README.md", "SECURITY.md", "justfile"]
    assert rendered == []


def test_a_changed_project_is_not_rendered_again(
    shop: Path, status: Status, run: Callable[..., Any], rendered: list[str]
) -> None:
    edit(shop / "README.md", "A web service\n", "A shop\n")
    assert run("remove", "docker", "--no-install").code == 0
    rendered.clear()
    assert status()["changed_files"] == ["README.md"]
    assert rendered == []


@pytest.mark.parametrize(
    "content", [None, "", "[]", "{}", '{"README.md": 1}', '{"README.md": "0"}', "folder"]
)
def test_without_digests_the_project_is_rendered_once(
    shop: Path, status: Status, rendered: list[str], content: str | None
) -> None:
    (file,) = (shop.parents[1] / "home/.cache/pystack-init/rendered").iterdir()
    file.unlink()
    if content == "folder":
        file.mkdir()
    elif content is not None:
        file.write_text(content, encoding="utf-8")
    edit(shop / "README.md", "A web service\n", "A shop\n")
    for _ in range(2):
        assert status()["changed_files"] == ["README.md"]
    assert len(rendered) == (2 if content == "folder" else 1)


def test_a_cache_that_cannot_be_written_is_no_failure(
    shop: Path, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(shop / "README.md"))
    assert status()["pristine"] is True


def test_templates_that_render_something_else_are_reported(
    shop: Path, status: Status, run: Callable[..., Any]
) -> None:
    file = shop / ".pystack-init.yml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join("_rendered: 5\n" if one[:9] == "_rendered" else one for one in lines), "utf-8")
    assert status()["warnings"] == ["templates-differ"]
    made = json.loads(run("remove", "docker", "--dry-run", "--json").out)
    assert [one["code"] for one in made["warnings"]] == ["templates-differ"]


def test_only_the_newest_digests_are_kept(shop: Path, run: Callable[..., Any]) -> None:
    folder = shop.parents[1] / "home/.cache/pystack-init/rendered"
    (first,) = folder.iterdir()
    for number in range(110):
        shutil.copy(first, folder / f"{number}.json")
    assert run("remove", "docker", "--no-install").code == 0
    assert len(list(folder.iterdir())) == 100


@pytest.mark.parametrize("command", COMMANDS)
def test_flags_are_parsed_as_typer_does(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[dict[str, Any]] = []

    def record(parameters: dict[str, Any]) -> Result:
        parsed.append(parameters)
        return Result()

    row = replace(COMMANDS[command], run=record)
    monkeypatch.setitem(COMMANDS, command, row)
    for module in (typer_flags, plain_flags):
        monkeypatch.setattr(module, "check_modes", lambda *_: None)
    requests: list[Any] = []
    app = build_app(requests.append)
    words = [word for flag in row.flags if flag.type is bool for word in re.split("[ /]", flag.flags)]
    for given in ([], *([word] for word in words), *pairwise(words)):
        plain = plain_request([command, *given])
        assert plain
        app([command, *given], standalone_mode=False)
        assert plain.quiet == requests[-1].quiet
        for request in (plain, requests[-1]):
            request.run()
        assert {**parsed[-2], "show_help": None} == parsed[-1], given


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--help"],
        ["status", "--help"],
        ["new", "shop"],
        ["status", "x"],
        ["update", "--to", "1.0.0"],
        ["x"],
    ],
)
def test_everything_else_is_left_to_typer(argv: list[str]) -> None:
    assert plain_request(argv) is None


def test_every_result_is_rendered_by_a_function() -> None:
    from importlib import import_module  # noqa: PLC0415

    for place in RENDERERS.values():
        module, _, function = place.partition(".")
        assert callable(getattr(import_module(f"pystack_init.terminal.views.{module}"), function))
    direct = Result.__subclasses__()
    results = [*direct, *(two for one in direct for two in one.__subclasses__())]
    assert {one.__name__ for one in results} == set(RENDERERS)
