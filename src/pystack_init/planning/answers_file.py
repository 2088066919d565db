"""Read answers from a YAML, TOML or JSON file, or from stdin."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pystack_init.errors import AnswersUnreadable
from pystack_init.questions.answers import as_typed

LARGEST = 1_000_000


def read_answers(file: str) -> dict[str, str]:
    """Read answers, each as text, from a YAML, TOML or JSON file, or from stdin when `file` is `-`."""
    text = _text_of(file)
    parsers = _PARSERS.get(Path(file).suffix.lower(), _ANY)
    for parse in parsers:
        try:
            found = parse(text)
        except (ValueError, RecursionError) as error:
            reason = str(error).splitlines()[0]
            continue
        if isinstance(found, dict):
            return {
                str(key): _scalar(key, value, file)
                for key, value in found.items()
                if not str(key).startswith("_")
            }
        reason = "it contains no `question: answer` lines"
    raise AnswersUnreadable(
        f"The answers file `{file}` cannot be read: {reason}",
        "Write one `question: answer` per line, as YAML, TOML or JSON",
    )


def _text_of(file: str) -> str:
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
            if not raw:  # the command before the pipe failed: not the same as no answers
                raise AnswersUnreadable("The answers file `-` is empty", "Check the command before the `|`")
        else:
            with Path(file).open("rb") as stream:
                raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise AnswersUnreadable(f"The answers file `{file}` is larger than 1 MB", "Check the path")
        return raw.decode("utf-8-sig")
    except OSError as error:
        message = f"The answers file `{file}` cannot be read: {error.strerror}"
        raise AnswersUnreadable(message, "Check the path, or use `-` for stdin") from None
    except ValueError:
        raise AnswersUnreadable(f"The answers file `{file}` is not UTF-8 text", "Save it as UTF-8") from None


def _scalar(key: object, value: object, file: str) -> str:
    if isinstance(value, bool | str):
        return as_typed(value)
    raise AnswersUnreadable(
        f"The answer to `{key}` in `{file}` is not a single value", "Write text, a number, yes or no"
    )


def _json(text: str) -> Any:
    import json  # noqa: PLC0415 - only when a file is read

    return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_once)


def _toml(text: str) -> Any:
    import tomllib  # noqa: PLC0415 - only when a file is read

    # Integers become text as well: a date or a table is refused by `_scalar`.
    found = tomllib.loads(text, parse_float=str)
    return {key: str(value) if type(value) is int else value for key, value in found.items()}


def _yaml(text: str) -> Any:
    import yaml  # noqa: PLC0415 - a tenth of the start-up time: only when a file is read

    try:
        # The base loader keeps every scalar as it is typed: `3.10` stays 3.10 and `no` stays no.
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # ten times as fast, where it is installed
        node = yaml.compose(text, Loader=loader)
        if isinstance(node, yaml.MappingNode):
            _once((key.value, None) for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        return yaml.load(text, Loader=loader) or {}  # noqa: S506 - builds nothing but text, lists and dicts
    except yaml.YAMLError as error:
        raise ValueError(str(error).replace("\n", " ")) from None


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            message = f"duplicate key `{key}`"
            raise ValueError(message)
        found[key] = value
    return found


_Parser = Callable[[str], Any]
_PARSERS: dict[str, tuple[_Parser, ...]] = {
    ".json": (_json,),
    ".toml": (_toml,),
    ".yaml": (_yaml,),
    ".yml": (_yaml,),
}
# The formats do not overlap: a mapping in one is invalid in the others, except that JSON is also YAML.
_ANY: tuple[_Parser, ...] = (_json, _toml, _yaml)
