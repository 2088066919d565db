"""Complete the given answers into a plan: the folder, the name, the recommendation and the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pystack_init.planning.proposal import Author, proposed_answer
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Answer, Answers, Source, Value
from pystack_init.questions.constraints import applies, check_constraints
from pystack_init.questions.model import Question
from pystack_init.questions.names import check_folder, check_name, slug_of
from pystack_init.questions.project import BY_ID, QUESTIONS
from pystack_init.questions.selection import EVERY_QUESTION
from pystack_init.recommendation.choice import resolve_stack, unanswered, wants_recommendation


@dataclass(frozen=True, slots=True)
class Plan:
    """A project that can be created: every answer is present and valid."""

    target: Path
    slug: str
    answers: Answers

    @property
    def values(self) -> dict[str, Value]:
        """The answers without their sources."""
        return self.answers.bare_values


def make_plan(path: str | None, answers: Answers, author: Author) -> Plan:
    """Complete the answers, and fix the target folder and the package name."""
    full = fill(locate(path, answers)[1], author)
    kept = Answers({key: full[key] for key in EVERY_QUESTION if key in full})
    return Plan(project_path(path, kept), slug_of(kept["name"].text), kept)


def locate(path: str | None, answers: Answers) -> tuple[Path | None, Answers]:
    """Return the target folder, if it is known yet, and the answers with the name that the folder implies."""
    if path is None:
        name = answers.get("name")
        return (Path(slug_of(name.text)) if name else None), answers
    target = Path(path)
    here = bool(path) and target == Path()
    folder = Path.cwd().name if here else target.name if path else ""
    if not here:
        check_folder(folder)
    if "name" not in answers:
        answers = answers.with_("name", Answer(check_name(folder), Source.PATH))
    return target, answers


def project_path(path: str | None, answers: Mapping[str, Answer]) -> Path:
    """Return the target folder: the given path, else the package name."""
    return Path(path) if path is not None else Path(slug_of(answers["name"].text))


def missing(answers: Answers) -> list[Question]:
    """List the questions that are not answered yet."""
    recommended = wants_recommendation(answers)
    answered = {*answers, "stack"} if recommended else answers.keys()
    selection = unanswered(answers, ask=False) if recommended else []
    return [*selection, *(one for one in QUESTIONS if one.id not in answered and applies(one, answers))]


def fill(answers: Answers, author: Author) -> Answers:
    """Add the recommended stack and the defaults; read git's user.name only if the author is missing."""
    if wants_recommendation(answers):
        answers, _ = resolve_stack(answers)
        parse(BY_ID["stack"], answers["stack"].value)  # a release may lack a stack that is recommended
    for question in QUESTIONS:
        if question.id not in answers:
            answers = answers.with_(question.id, proposed_answer(question, answers, author))
    check_constraints(answers)
    return answers
