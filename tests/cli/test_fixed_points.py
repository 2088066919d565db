"""A project without edits is a fixed point: adding a feature equals choosing it; removing it undoes that."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from edits import bytes_of
from pairs import FACTORS, OFF, Row, all_pairs, is_possible
from projects import DEFAULTS
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.pristine import Digests, digests_of
from pystack_init.lifecycle.releases import current
from pystack_init.lifecycle.transition import transition
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
    if is_possible({"stack": stack.id, feature: True})
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


@dataclass(frozen=True)
class Rendered(Goal):
    """A goal whose files are rendered once a session."""

    folder: Path = Path()

    def render(self, folder: Path, project: Path) -> Digests:  # noqa: ARG002 - there are no resources
        """Copy the files."""
        shutil.copytree(self.folder, folder)
        return digests_of(folder)


@pytest.fixture(scope="session")
def goal(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Row], Rendered]:
    """Return a function that renders a set of answers once."""
    root = tmp_path_factory.mktemp("rendered")

    def goal(row: Row) -> Rendered:
        folder = root / "-".join(map(str, row.values()))
        answers = {**DEFAULTS, **row}
        if not folder.exists():
            Goal(current(), answers).render(folder, folder)
        return Rendered(current(), answers, folder=folder)

    return goal


def changed(before: Rendered, after: Rendered, folder: Path) -> dict[str, bytes]:
    """Change a project without edits from one goal to the other, and return its files."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        found = transition(before.folder, before, after, Path(name))
    assert (found.conflicts, found.kept) == ({}, ())
    files = bytes_of(before.folder)
    for path, (_, content) in found.changes.items():
        files.pop(path, None)
        if content:
            files[path] = content.data
    return files


def neighbours(row: Row) -> list[Row]:
    """List the possible sets of answers that differ in one answer: a feature more, or another database."""
    changes = ((key, value) for key, values in FACTORS.items() if key != "stack" for value in values)
    rows = [row | {key: value} for key, value in changes if row[key] in (value, OFF.get(key, row[key]))]
    return [one for one in rows if one != row and is_possible(one)]


@pytest.mark.matrix
@pytest.mark.parametrize("row", all_pairs(FACTORS), ids=lambda row: "-".join(map(str, row.values())))
def test_every_pair_of_answers_is_a_fixed_point(
    row: Row, goal: Callable[[Row], Rendered], tmp_path: Path
) -> None:
    here = goal(row)
    fresh = bytes_of(here.folder)
    assert changed(here, here, tmp_path) == fresh
    for other in map(goal, neighbours(row)):
        assert changed(here, other, tmp_path) == bytes_of(other.folder)
        assert changed(other, here, tmp_path) == fresh
