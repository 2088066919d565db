"""`switch hybrid` can be ended by `remove`, and the other directions are refused with what to do instead."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edits import bytes_of
from pystack_init.questions.stacks import STACKS

DIRECTIONS = [(one.id, other.id) for one in STACKS for other in STACKS if one is not other]
NEW = ("--defaults", "--no-install", "--no-git", "--quiet")


def content(folder: Path) -> dict[str, bytes]:
    """Read the files of a project without the secrets."""
    return {path: data for path, data in bytes_of(folder).items() if path != ".env"}


@pytest.mark.parametrize(("before", "after"), [pair for pair in DIRECTIONS if pair[1] != "hybrid"])
def test_the_other_directions_are_refused(
    before: str, after: str, here: Path, run: Callable[..., Any]
) -> None:
    (here / ".pystack-init.yml").write_text(f"_commit: v0.1.0\nstack: {before}\ndatabase: sqlite\n")
    written = bytes_of(here)
    ran = run("switch", after)
    reason, _, hint = ran.err.partition("\n\nhint: ")
    assert (ran.code, ran.out) == (2, "")
    assert reason.startswith(f"error: A `{before}` project cannot be switched to `{after}`: ")
    assert hint.startswith(("Run `pystack-init switch hybrid`", "To ", "Write "))
    assert bytes_of(here) == written


@pytest.mark.parametrize(
    ("stack", "part", "flags"),
    [("django_drf", "drf", ()), ("fastapi", "alembic", ("--admin-panel",))],
)
def test_a_switch_that_is_ended_equals_a_new_hybrid(
    stack: str,
    part: str,
    flags: tuple[str, ...],
    here: Path,
    run: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shops = {}
    for name, folder, more in (("hybrid", here / "new", ()), (stack, here / "switched", flags)):
        folder.mkdir()
        monkeypatch.chdir(folder)
        assert run("new", "shop", "--stack", name, *NEW, *more).code == 0
        shops[name] = folder / "shop"
    monkeypatch.chdir(shops[stack])
    switched = run("switch", "hybrid", "--no-install")
    assert (switched.code, "Run next:\n  uv run just migrate\n" in switched.out) == (0, True)
    assert run("remove", part, "--no-install").code == 0
    assert run("remove", part).out.startswith("Nothing to change")
    decision = "docs/decisions/0001-stack.md"
    assert content(shops[stack]) | {decision: b""} == content(shops["hybrid"]) | {decision: b""}
