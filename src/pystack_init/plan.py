"""Turn flags, an answers file and the environment into a checked plan that knows the source of each value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pystack_init.advice.choice import expand_use_case, is_wanted, settle, still_open
from pystack_init.answers import Answer, Source, Value
from pystack_init.errors import ImpossibleRequest, InvalidAnswer, MissingAnswers, UnknownAnswer, did_you_mean
from pystack_init.names import check_folder, check_name, check_text, slug_of
from pystack_init.needs import advised, applies, check_needs, is_ruled_out
from pystack_init.questions import BY_ID, QUESTIONS, Kind, Question
from pystack_init.selection import EVERY_QUESTION, SELECTION, accepted

PREFIX = "PYSTACK_"
_YES = frozenset({"yes", "true", "on", "1", "y"})
_NO = frozenset({"no", "false", "off", "0", "n"})


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


def gather(
    *, flags: Mapping[str, Value], pairs: Sequence[str], file: Mapping[str, str], environ: Mapping[str, str]
) -> dict[str, Answer]:
    """Take each answer from its strongest source, checked; what nobody gave is absent."""
    variables = {key: value for key, value in environ.items() if key.startswith(PREFIX) and value}
    for key in variables:
        if key.removeprefix(PREFIX).lower() not in EVERY_QUESTION or not key.isupper():
            known = [PREFIX + one.upper() for one in EVERY_QUESTION]
            raise UnknownAnswer(key, known, where="in the environment")
    sources: list[tuple[Source, str, Mapping[str, Value]]] = [
        (Source.ENVIRONMENT, "in the environment", {_id_of(key): value for key, value in variables.items()}),
        (Source.FILE, "in the answers file", {_key(key): value for key, value in file.items()}),
        (Source.FLAG, "in `--set`", dict(_split(pair) for pair in pairs)),
        (Source.FLAG, "as a flag", flags),
    ]
    found: dict[str, Answer] = {}
    for source, where, values in sources:
        for key, value in values.items():
            if key not in EVERY_QUESTION:
                raise UnknownAnswer(key, list(EVERY_QUESTION), where=where)
            try:
                found[key] = Answer(parse(EVERY_QUESTION[key], value, undecided=True), source)
            except InvalidAnswer as error:
                if values is flags:
                    raise  # it stands in the line that was typed
                message = f"{error.message} ({where})"
                raise InvalidAnswer(message, error.hint, fields=error.fields) from None
    check_needs(found)
    expand_use_case(found)
    return found


def parse(question: Question, value: Value, *, undecided: bool = False) -> Value:
    """Accept one answer as its question wants it, or say why not; `undecided` lets `auto` be a stack."""
    if question.kind is Kind.YES_NO:
        return _yes_or_no(question, value)
    text = str(value)
    if question.kind is Kind.CHOICE:
        known = accepted(question) if undecided else question.values
        if text not in known:
            message = f"`{_shown(text)}` is no answer to `{question.id}`"
            raise InvalidAnswer(message, did_you_mean(text, known), fields=[question.id])
        return text
    if question.id == "name":
        return check_name(text)
    return check_text(question.id, text, question.max_length, question.spelled_default)


def locate(path: str | None, given: dict[str, Answer]) -> Path | None:
    """Find the target folder and, where nobody gave it, the name that the folder implies."""
    if path is None:
        name = given.get("name")
        return Path(slug_of(str(name.value))) if name else None
    target = Path(path)
    here = bool(path) and target == Path()
    folder = Path.cwd().name if here else target.name if path else ""
    if not here:
        check_folder(folder)
    if "name" not in given:
        given["name"] = Answer(check_name(folder), Source.PATH)
    return target


def project_path(path: str | None, answers: Mapping[str, Answer]) -> Path:
    """Say where the project goes: where it was said, else by its name."""
    return Path(path) if path is not None else Path(slug_of(str(answers["name"].value)))


def missing(given: Mapping[str, Answer]) -> list[Question]:
    """List the questions that nobody answered."""
    wanted = is_wanted(given)
    settled = {*given, "stack"} if wanted else given.keys()
    chosen_by = still_open(given, ask=False) if wanted else []
    return [*chosen_by, *(one for one in QUESTIONS if one.id not in settled and applies(one, given))]


def fill(given: dict[str, Answer], author: Callable[[], str | None]) -> None:
    """Take the recommendation, then the defaults for what is left; only then is git asked for the author."""
    if is_wanted(given):
        settle(given)
        parse(BY_ID["stack"], given["stack"].value)  # a version may not make every stack that is advised
    for question in QUESTIONS:
        if question.id not in given:
            given[question.id] = suggestion(question, given, author)
    check_needs(given)


def suggestion(question: Question, given: Mapping[str, Answer], author: Callable[[], str | None]) -> Answer:
    """Give the answer that stands beside the others when nothing is typed."""
    known = author() if question.id == "author" else None
    if known:
        try:
            return Answer(parse(question, known), Source.GIT)
        except InvalidAnswer:
            pass  # a name that git accepts and a project file cannot hold
    return advised(question, given) or Answer(question.default, Source.DEFAULT)


def refuse_missing(
    path: str | None, given: Mapping[str, Answer], author: Callable[[], str | None]
) -> MissingAnswers:
    """List all that is missing at once, with the full command to paste."""
    questions = missing(given)
    full = dict(given)
    fill(full, author)
    flags = ", ".join(f"`--{question.flag}`" for question in questions)
    return MissingAnswers(
        f"Nobody can be asked here, and these answers are missing: {flags}",
        f"Add `--defaults` to take the default for each, or paste:\n  {command_line(path, full)}",
        fields=[question.id for question in questions],
    )


def command_line(path: str | Path | None, answers: Mapping[str, Answer], *switches: str) -> str:
    """Spell the command that makes the same project, quoted for a shell."""
    from shlex import join  # noqa: PLC0415 - not for `--help`

    target = path if path is not None else slug_of(str(answers["name"].value))
    return join(["pystack-init", "new", str(target), *spelled(answers), *switches])


def spelled(answers: Mapping[str, Answer]) -> list[str]:
    """Spell answers as flags, in the order of the questions."""
    words = []
    for question in (*QUESTIONS, *SELECTION):
        if question.id not in answers or is_ruled_out(question, answers):
            continue
        value = answers[question.id].value
        if isinstance(value, bool):
            words.append(f"--{question.flag}" if value else f"--no-{question.flag}")
        elif value.startswith("-"):
            words.append(f"--{question.flag}={value}")
        else:
            words += [f"--{question.flag}", value]
    return words


def _yes_or_no(question: Question, value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if value.strip().lower() in _YES | _NO:
        return value.strip().lower() in _YES
    raise InvalidAnswer(
        f"`{_shown(value)}` is no answer to `{question.id}`", "Say `yes` or `no`", fields=[question.id]
    )


def _split(pair: str) -> tuple[str, str]:
    key, equals, value = pair.partition("=")
    if not equals:
        raise ImpossibleRequest(f"`--set {_shown(pair)}` has no value", "Write `--set question=answer`")
    return _key(key), value


def _key(key: str) -> str:
    return key.strip().replace("-", "_")


def _id_of(variable: str) -> str:
    return variable.removeprefix(PREFIX).lower()


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])
