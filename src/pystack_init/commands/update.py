"""`update`: bring a project to newer templates."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pystack_init.commands.description import Request
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.project import Project, project_in
from pystack_init.lifecycle.releases import Release, chosen_release, release
from pystack_init.planning.changes import with_answers
from pystack_init.questions.answers import Value
from pystack_init.questions.model import Question
from pystack_init.questions.project import questions_in
from pystack_init.system.staging import scratch


@dataclass(frozen=True, slots=True)
class Update:
    """A project, and the release that it gets."""

    project: Project
    release: Release

    @property
    def new_questions(self) -> tuple[Question, ...]:
        """The questions that the release asks and the project has no answer to."""
        if self.project.version == self.release.version:
            return ()
        return tuple(one for one in questions_in(self.release.root) if one.id not in self.project.recorded)

    def request(self, given: Mapping[str, Value]) -> Request:
        """Return what to change; a new question that is not among the given answers gets its default."""
        answers = dict(self.project.recorded)
        if self.project.version != self.release.version:
            answers = with_answers(answers, given, questions_in(self.release.root))
        defaults = [one.id for one in self.new_questions if one.id not in given]
        return Request(
            project=self.project, goal=Goal(self.release, answers, self.project.resources), defaults=defaults
        )


@contextmanager
def open_update(folder: Path, to: str | None) -> Iterator[Update]:
    """Read the project that contains a folder, and the release to update to: this one, or `to`."""
    project = project_in(folder)
    with scratch() as temporary:
        release(project.version, temporary)  # an unknown one is refused before anything is asked
        yield Update(project, chosen_release(to, project.version, temporary))
