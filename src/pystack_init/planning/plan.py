"""Turn flags, an answers file and the environment into a checked plan that knows the source of each value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pystack_init.errors import InvalidAnswer, MissingAnswers
from pystack_init.planning.command_line import command_line
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Answer, Source, Value
from pystack_init.questions.constraints import applies, check_constraints, suggested_answer
from pystack_init.questions.model import Question
from pystack_init.questions.names import check_folder, check_name, slug_of
from pystack_init.questions.project import BY_ID, QUESTIONS
from pystack_init.recommendation.choice import resolve_stack, unanswered, wants_recommendation


@dataclass(frozen=True, slots=True)
class Plan:
    """A project that can be made: every answer is there and valid."""

    target: Path
    slug: str
    answers: Mapping[str, Answer]

    @property
    def values(self) -> dict[str, Value]:
        """The bare answers."""
        return {key: one.value for key, one in self.answers.items()}


def locate(path: str | None, answers: dict[str, Answer]) -> Path | None:
    """Find the target folder and, where nobody gave it, the name that the folder implies."""
    if path is None:
        name = answers.get("name")
        return Path(slug_of(str(name.value))) if name else None
    target = Path(path)
    here = bool(path) and target == Path()
    folder = Path.cwd().name if here else target.name if path else ""
    if not here:
        check_folder(folder)
    if "name" not in answers:
        answers["name"] = Answer(check_name(folder), Source.PATH)
    return target


def project_path(path: str | None, answers: Mapping[str, Answer]) -> Path:
    """Say where the project goes: where it was said, else by its name."""
    return Path(path) if path is not None else Path(slug_of(str(answers["name"].value)))


def missing(answers: Mapping[str, Answer]) -> list[Question]:
    """List the questions that nobody answered."""
    wanted = wants_recommendation(answers)
    not_scored_because = {*answers, "stack"} if wanted else answers.keys()
    chosen_by = unanswered(answers, ask=False) if wanted else []
    return [
        *chosen_by,
        *(one for one in QUESTIONS if one.id not in not_scored_because and applies(one, answers)),
    ]


def fill(answers: dict[str, Answer], author: Callable[[], str | None]) -> None:
    """Take the recommendation, then the defaults for what is left; only then is git asked for the author."""
    if wants_recommendation(answers):
        resolve_stack(answers)
        parse(BY_ID["stack"], answers["stack"].value)  # a version may not make every stack that is advised
    for question in QUESTIONS:
        if question.id not in answers:
            answers[question.id] = suggestion(question, answers, author)
    check_constraints(answers)


def suggestion(question: Question, answers: Mapping[str, Answer], author: Callable[[], str | None]) -> Answer:
    """Give the answer that stands beside the others when nothing is typed."""
    known = author() if question.id == "author" else None
    if known:
        try:
            return Answer(parse(question, known), Source.GIT)
        except InvalidAnswer:
            pass  # a name that git accepts and a project file cannot hold
    return suggested_answer(question, answers) or Answer(question.default, Source.DEFAULT)


def missing_answers(
    path: str | None, answers: Mapping[str, Answer], author: Callable[[], str | None]
) -> MissingAnswers:
    """List all that is missing at once, with the full command to paste."""
    questions = missing(answers)
    full = dict(answers)
    fill(full, author)
    flags = ", ".join(f"`--{question.flag}`" for question in questions)
    return MissingAnswers(
        f"Nobody can be asked here, and these answers are missing: {flags}",
        f"Add `--defaults` to take the default for each, or paste:\n  {command_line(path, full)}",
        fields=[question.id for question in questions],
    )
