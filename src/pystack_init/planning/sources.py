"""Collect the answers from flags, an answers file and the environment; each keeps its source."""

from collections.abc import Mapping, Sequence

from pystack_init.errors import ImpossibleRequest, InvalidAnswer, UnknownAnswer
from pystack_init.planning.validation import _shown, parse
from pystack_init.questions.answers import Answer, Source, Value
from pystack_init.questions.constraints import check_constraints
from pystack_init.questions.selection import EVERY_QUESTION
from pystack_init.recommendation.choice import expand_use_case

PREFIX = "PYSTACK_"


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
    check_constraints(found)
    expand_use_case(found)
    return found


def _split(pair: str) -> tuple[str, str]:
    key, equals, value = pair.partition("=")
    if not equals:
        raise ImpossibleRequest(f"`--set {_shown(pair)}` has no value", "Write `--set question=answer`")
    return _key(key), value


def _key(key: str) -> str:
    return key.strip().replace("-", "_")


def _id_of(variable: str) -> str:
    return variable.removeprefix(PREFIX).lower()
