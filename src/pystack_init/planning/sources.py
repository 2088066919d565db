"""Collect the answers from flags, files, the environment and the configuration; each keeps its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pystack_init.errors import InvalidAnswer, UnknownAnswer
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Answer, Answers, Source, Value
from pystack_init.questions.constraints import check_constraints
from pystack_init.questions.selection import EVERY_QUESTION, SELECTION_BY_ID, USE_CASE
from pystack_init.recommendation.choice import expand_use_case
from pystack_init.suggestions import nearest_word

PREFIX = "PYSTACK_"


class Origin(StrEnum):
    """Where an answer was given, for errors; a flag and a pair have the same source."""

    ENVIRONMENT = "environment"
    FILE = "answers-file"
    PAIR = "pair"
    FLAG = "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Answers that were saved before: those of another project, a preset, and the user's defaults."""

    project: Mapping[str, Value] = field(default_factory=dict)
    project_file: str = ""
    preset: Mapping[str, Value] = field(default_factory=dict)
    defaults: Mapping[str, Value] = field(default_factory=dict)


def gather(
    *,
    flags: Mapping[str, Value],
    pairs: Iterable[tuple[str, str]] = (),
    file: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
    saved: Saved | None = None,
) -> Answers:
    """Validate every given answer and take each from its strongest source; a missing one is absent."""
    saved = saved or Saved()
    sources: list[tuple[Source, str, Mapping[str, Value]]] = [
        (Source.PRESET, "", saved.preset),
        (Source.ENVIRONMENT, Origin.ENVIRONMENT, _variables(environ or {})),
        (Source.PROJECT, saved.project_file, saved.project),
        (Source.FILE, Origin.FILE, {_key(key): value for key, value in (file or {}).items()}),
        (Source.FLAG, Origin.PAIR, {_key(key): value for key, value in pairs}),
        (Source.FLAG, Origin.FLAG, flags),
    ]
    answers = Answers(user_defaults=saved.defaults)
    for source, origin, values in sources:
        if USE_CASE.id in values:
            weaker = [key for key in SELECTION_BY_ID if key in answers and answers[key].source is not source]
            answers = answers.without(*weaker)
        for key, value in values.items():
            answers = answers.with_(key, Answer(_validated(key, value, origin), source))
    check_constraints(answers)
    return expand_use_case(answers)


def _variables(environ: Mapping[str, str]) -> dict[str, Value]:
    """Read the `PYSTACK_*` variables, by question id; an empty one counts as unset."""
    found: dict[str, Value] = {}
    for key in EVERY_QUESTION:
        value = environ.get(PREFIX + key.upper())
        if value:
            found[key] = value
    return found


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Warn of each `PYSTACK_*` variable that answers no question."""
    known = {PREFIX + key.upper(): key for key in EVERY_QUESTION}
    warnings = []
    for variable, value in environ.items():
        if variable.startswith(PREFIX) and value and variable not in known:
            nearest = nearest_word(variable.removeprefix(PREFIX), list(EVERY_QUESTION))
            meant = f"did you mean `{PREFIX}{nearest.upper()}`?" if nearest else f"known: {', '.join(known)}"
            warnings.append(f"The variable `{variable}` is ignored: it answers no question; {meant}")
    return warnings


def _validated(key: str, value: Value, origin: str) -> Value:
    if key not in EVERY_QUESTION:
        raise UnknownAnswer(key, list(EVERY_QUESTION), origin=origin)
    try:
        return parse(EVERY_QUESTION[key], value, undecided=True)
    except InvalidAnswer as error:
        if origin == Origin.FLAG:
            raise  # the user sees it in the line that was typed
        error.origin = origin
        raise


def _key(key: str) -> str:
    return key.strip().replace("-", "_")
