"""Find the release and the answers of a project that does not record them.

Candidates are rendered and compared with the project, line by line. One answer is varied at a time. The
user's files need not be equal to the rendered ones: only closer to those of the right answer than to others.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pystack_init.errors import ImpossibleRequest
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.pristine import Digests, digests_of
from pystack_init.lifecycle.pyproject import PYPROJECT
from pystack_init.lifecycle.releases import Release
from pystack_init.planning.changes import with_answers
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Value
from pystack_init.questions.model import Kind
from pystack_init.questions.project import BY_ID, questions_in
from pystack_init.rendering.manifest import read_tree
from pystack_init.system.staging import remove

# A project has at least this share of the lines of its templates.
LEAST = 0.5
# Even with other answers, it has at least this share.
LEAST_OF_ANY = 0.1


@dataclass(frozen=True, slots=True)
class Match:
    """How close a project is to a goal: the number of its files and of its lines, and how many it has."""

    goal: Goal
    rendered: Digests
    files: int
    equal: int
    lines: int
    found: int

    @property
    def score(self) -> int:
        """The lines that the project has, less those that it lacks."""
        return 2 * self.found - self.lines

    @property
    def is_likely(self) -> bool:
        """Return whether the project can be one of these templates."""
        return self.found > LEAST * self.lines


class Search:
    """The search for the goal of one project; `known` answers are not varied, `folder` is temporary."""

    def __init__(
        self, project: Path, known: Mapping[str, Value], folder: Path, on_match: Callable[[int], None]
    ) -> None:
        self._project, self._known, self._folder, self._on_match = project, known, folder, on_match
        self._matches: dict[str, Match] = {}
        self._own: dict[Path, bytes | None] = {}

    def closest(self, releases: Sequence[Release]) -> Match:
        """Find the answers with the newest release, then the closest release, then its answers."""
        best = self._vary(releases[-1], {})
        others = [self._match(one, best.goal.answers) for one in releases[:-1]]
        closer = max((one for one in others if one), key=lambda one: one.score, default=best)
        if closer.score <= best.score:
            return best
        return self._vary(closer.goal.release, closer.goal.answers)

    def _vary(self, release: Release, start: Mapping[str, Value]) -> Match:
        best = self._match(release, {**start, **texts_of(self._project), **self._known})
        if best is None:
            raise ImpossibleRequest("The recorded answers exclude each other", "Correct the answers file")
        alternatives = {key: values for key, values in _alternatives(release) if key not in self._known}
        improved = best.found > LEAST_OF_ANY * best.lines
        while improved:
            improved = False
            for key, values in alternatives.items():
                for value in values:
                    other = self._match(release, {**best.goal.answers, key: value})
                    if other and other.score > best.score:
                        best, improved = other, True
        return best

    def _match(self, release: Release, answers: Mapping[str, Value]) -> Match | None:
        """Compare the project with a goal; answers that exclude each other have none."""
        questions = questions_in(release.root)
        possible = {*(one.id for one in questions), *dict(_alternatives(release)), *self._known}
        own = {key: value for key, value in answers.items() if key in possible}
        try:
            goal = Goal(release, with_answers(own, {}, questions))
        except ImpossibleRequest:
            return None
        key = f"{release.version} {sorted(goal.answers.items())}"
        if key not in self._matches:
            self._on_match(len(self._matches) + 1)
            self._matches[key] = self._compared(goal)
        return self._matches[key]

    def _compared(self, goal: Goal) -> Match:
        rendered = self._folder / "rendered"
        remove(rendered)
        goal.render(rendered, self._project)
        files = equal = lines = found = 0
        for file in (one for one in rendered.rglob("*") if one.is_file()):
            path = file.relative_to(rendered)
            content, own = file.read_bytes(), self._content(path)
            wanted = set(content.splitlines())
            files, lines = files + 1, lines + len(wanted)
            if own is not None:
                equal += content == own
                found += len(wanted.intersection(own.splitlines()))
        return Match(goal, digests_of(rendered), files, equal, lines, found)

    def _content(self, path: Path) -> bytes | None:
        if path not in self._own:
            file = self._project / path
            self._own[path] = file.read_bytes() if file.is_file() else None
        return self._own[path]


def texts_of(project: Path) -> dict[str, Value]:
    """Read the answers that are text from `pyproject.toml`."""
    found: dict[str, Any] = {}
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
        data = tomllib.loads((project / PYPROJECT).read_text(encoding="utf-8"))
        found["name"] = data["project"]["name"]
        found["name"] = data["tool"]["backend"]["title"]
        found["description"] = data["project"]["description"]
        found["author"] = data["project"]["authors"][0]["name"]
    valid: dict[str, Value] = {}
    for key, value in found.items():
        with suppress(ImpossibleRequest):
            valid[key] = parse(BY_ID[key], value)
    return valid


def _alternatives(release: Release) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """List the answers to try: of each question with a choice, and of each optional part."""
    for question in questions_in(release.root):
        if question.kind is Kind.YES_NO:
            yield question.id, (True, False)
        elif question.kind is Kind.CHOICE:
            yield question.id, question.values
    for switches in read_tree(release.root).optional_parts.values():
        yield from ((key, (True,)) for key in switches.values())
