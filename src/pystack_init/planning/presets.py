"""Read the user's configuration: own defaults, and presets by name.

`config.toml` is in the folder of the XDG specification, on macOS too, as for git and uv.
"""

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pystack_init.errors import ImpossibleRequest, InvalidAnswer, UnknownAnswer
from pystack_init.planning.command_line import to_flag
from pystack_init.planning.validation import parse, shown
from pystack_init.questions.answers import Value
from pystack_init.questions.model import Kind
from pystack_init.questions.selection import EVERY_QUESTION, USE_CASE
from pystack_init.suggestions import did_you_mean, one_of

DEFAULTS, PRESETS = "defaults", "presets"
LARGEST = 50_000
# The name is the project's own. A use case is no default: it would choose a stack for every project.
_IN_A_PRESET = [key for key in EVERY_QUESTION if key != "name"]
_IN_DEFAULTS = [key for key in _IN_A_PRESET if key != USE_CASE.id]


class ConfigInvalid(ImpossibleRequest):
    """The user's configuration cannot be read, has an unknown key, or lacks a preset."""

    code = "config-invalid"


@dataclass(frozen=True, slots=True)
class Config:
    """The user's configuration; empty where there is no file."""

    path: Path
    exists: bool = False
    defaults: Mapping[str, Value] = field(default_factory=dict)
    presets: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def preset(self, name: str) -> Mapping[str, Value]:
        """Return the answers of a preset."""
        if name in self.presets:
            return self.presets[name]
        message = f"Unknown preset `{shown(name)}`: `{self.path}` "
        if not self.presets:
            message += "has no presets" if self.exists else "does not exist"
            raise ConfigInvalid(message, f"Write `[{PRESETS}.{shown(name)}]` and its answers there")
        raise ConfigInvalid(
            f"{message}has {one_of(list(self.presets))}", did_you_mean(name, list(self.presets))
        )


def config_path(environ: Mapping[str, str]) -> Path:
    """Return the path of the configuration, which need not exist."""
    folder = Path(environ.get("XDG_CONFIG_HOME", ""))
    if not folder.is_absolute():
        folder = Path("~/.config")
        with suppress(RuntimeError):  # a user without a home folder has no configuration
            folder = folder.expanduser()
    return folder / "pystack-init" / "config.toml"


def read_config(path: Path) -> Config:
    """Read and validate the whole file."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Config(path)
    except OSError as error:
        raise _unreadable(path, str(error.strerror)) from None
    if len(raw) > LARGEST:
        raise _unreadable(path, f"it is larger than {LARGEST // 1000} kB")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        found = _parse(text)
    except UnicodeDecodeError:
        raise _unreadable(path, "it is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(path, str(error)) from None
    return _Reader(path, text).config(found)


def _unreadable(path: Path, reason: str) -> ConfigInvalid:
    hint = f"Fix the file; `new` and `recommend` ignore it with `{to_flag('no_config')}`"
    return ConfigInvalid(f"The configuration `{path}` cannot be read: {reason}", hint)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Validates the parsed file; an error names the line."""

    path: Path
    text: str

    def config(self, found: Mapping[str, Any]) -> Config:
        for key in found:
            if key not in {DEFAULTS, PRESETS}:
                message = f"Unknown key `{shown(key)}` in {self._line_of(key)}"
                raise ConfigInvalid(message, did_you_mean(key, [DEFAULTS, PRESETS]))
        defaults = self._answers(found, (DEFAULTS,), _IN_DEFAULTS)
        presets = self._table(found, (PRESETS,), f"[{PRESETS}.NAME]")
        named = {name: self._answers(presets, (PRESETS, name), _IN_A_PRESET) for name in presets}
        return Config(self.path, exists=True, defaults=defaults, presets=named)

    def _table(self, found: Mapping[str, Any], keys: tuple[str, ...], heading: str) -> Mapping[str, Any]:
        table = found.get(keys[-1], {})
        if not isinstance(table, dict):
            message = f"`{shown('.'.join(keys))}` in {self._line_of(*keys)} is not a table"
            raise ConfigInvalid(
                message, f'Write `{heading}`, and below it one `question = "answer"` per line'
            )
        return table

    def _answers(self, found: Mapping[str, Any], keys: tuple[str, ...], known: list[str]) -> dict[str, Value]:
        table = self._table(found, keys, f"[{'.'.join(keys)}]")
        return {key: self._answer((*keys, key), value, known) for key, value in table.items()}

    def _answer(self, keys: tuple[str, ...], value: object, known: list[str]) -> Value:
        key = keys[-1]
        if key in EVERY_QUESTION and key not in known:
            message = f"`{key}` cannot be in `[{keys[0]}]`, see {self._line_of(*keys)}"
            raise ConfigInvalid(message, "Remove the line", fields=[key])
        if key not in known:
            raise UnknownAnswer(shown(key), known, origin=self._line_of(*keys))
        try:
            return parse(EVERY_QUESTION[key], _single(key, value), undecided=keys[0] == PRESETS)
        except InvalidAnswer as error:
            error.origin = self._line_of(*keys)
            if EVERY_QUESTION[key].kind is Kind.YES_NO:
                error.hint = f"Write `{key} = true` or `{key} = false`"
            elif error.suggestion:
                error.hint = f'Write `{key} = "{error.suggestion}"`'
            raise

    def _line_of(self, *keys: str) -> str:
        """Name the line of a key: the first one with which the file has the key."""
        lines = self.text.split("\n")
        for number in range(1, len(lines) + 1):
            with suppress(tomllib.TOMLDecodeError):  # a value can have several lines
                found: Any = _parse("\n".join(lines[:number]))
                for key in keys:
                    found = found.get(key) if isinstance(found, dict) else None
                if found is not None:
                    return f"line {number} of `{self.path}`"
        return f"`{self.path}`"


def _single(key: str, value: object) -> Value:
    if isinstance(value, bool | str | int):
        return value if isinstance(value, bool) else str(value)
    raise InvalidAnswer(
        f"The answer to `{key}` is not a single value", "Write text, true or false", fields=[key]
    )


def _parse(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=str)  # `python = 3.10` stays 3.10
