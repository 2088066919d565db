"""A project without edits is a fixed point: adding a feature equals choosing it; removing it undoes that."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edits import bytes_of
from pystack_init.planning.changes import features
from pystack_init.questions.stacks import STACKS, Stack

# How a feature is added and removed, and the flags that choose both in a new project.
TOGGLES = {
    one.id: (f"{one.id}", f"--{one.flag}", f"--no-{one.flag}")
    if isinstance(one.default, bool)
    else (f"{one.id}={one.values[0]}", f"--{one.flag}={one.values[0]}", f"--{one.flag}=none")
    for one in features()
}
CHANGES = {
    "database=postgresql": "--database=postgresql",
    "python=3.13": "--python=3.13",
    "license=Apache-2.0": "--license=Apache-2.0",
}


POSSIBLE = [
    (stack, feature)
    for stack in STACKS
    for feature in sorted(TOGGLES)
    if feature != "pages" or stack.has_django
]
Fresh = Callable[..., dict[str, bytes]]


@pytest.fixture
def fresh(here: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Fresh:
    """Create a project with flags, go there, and return its files without the secrets."""

    def fresh(stack: Stack, *flags: str) -> dict[str, bytes]:
        monkeypatch.chdir(here)
        shutil.rmtree(here / "shop", ignore_errors=True)
        argv = ("new", "shop", "--stack", stack.id, "--defaults", "--no-install", "--no-git", "--quiet")
        assert run(*argv, *flags).code == 0
        monkeypatch.chdir(here / "shop")
        return content()

    return fresh


def content() -> dict[str, bytes]:
    """Read the files of the project without the secrets."""
    return {path: data for path, data in bytes_of(Path.cwd()).items() if path != ".env"}


@pytest.mark.matrix
@pytest.mark.parametrize(("stack", "feature"), POSSIBLE, ids=lambda one: getattr(one, "id", one))
def test_a_feature_added_equals_a_feature_chosen_and_removing_it_undoes_it(
    feature: str, stack: Stack, fresh: Fresh, run: Callable[..., Any]
) -> None:
    added, with_it, without_it = TOGGLES[feature]
    chosen = fresh(stack, with_it)
    without = fresh(stack, without_it)
    assert run("add", added, "--no-install").code == 0
    assert content() == chosen
    assert run("add", added, "--no-install").out.startswith("Nothing to change: ")
    assert run("remove", feature, "--no-install").code == 0
    assert content() == without


@pytest.mark.matrix
@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.id)
@pytest.mark.parametrize("change", sorted(CHANGES))
def test_a_changed_answer_equals_a_chosen_one(
    change: str, stack: Stack, fresh: Fresh, run: Callable[..., Any]
) -> None:
    chosen = fresh(stack, CHANGES[change])
    fresh(stack)
    assert run("set", change, "--no-install").code == 0
    assert content() == chosen


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.id)
def test_a_new_project_has_nothing_to_update(stack: Stack, fresh: Fresh, run: Callable[..., Any]) -> None:
    before = fresh(stack)
    assert run("update", "--check").code == 0
    assert run("status", "--check").code == 0
    assert content() == before
