"""Read and write a field as one word: `name:TYPE[:argument][:modifier…]`, without shell characters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pystack_init.resources.problems import InvalidResource
from pystack_init.resources.types import MODIFIERS, TYPES, WITH_VALUE, Type
from pystack_init.suggestions import did_you_mean

# A colon separates, but not the one in `https://`.
_SEPARATOR = re.compile(r":(?!//)")


@dataclass(frozen=True, slots=True)
class FieldWords:
    """The words of a field as they were typed; `modifiers` have a value or an empty text."""

    name: str
    type: str = "string"
    argument: str = ""
    modifiers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        written = [f"{name}={value}" if value else name for name, value in self.modifiers.items()]
        has_type = self.argument or written or self.type != "string"
        return ":".join(
            [self.name, *([self.type] if has_type else []), *filter(None, [self.argument]), *written]
        )


def read_field(word: str) -> FieldWords:
    """Read a field; raise `InvalidResource` with a suggestion where a word is unknown."""
    name, *rest = _SEPARATOR.split(word)
    kind = rest.pop(0) if rest else "string"
    if kind not in TYPES:
        message = f"Unknown type `{kind}` in `{word}`"
        raise InvalidResource(message, did_you_mean(kind, list(TYPES)))
    row = TYPES[kind]
    argument = rest.pop(0) if rest and row.argument and _is_argument(rest[0]) else ""
    if row.is_required and not argument:
        raise InvalidResource(
            f"`{word}` needs its {row.argument}", f"Write for example `{name}:{row.example}`"
        )
    modifiers: dict[str, str] = {}
    for part in rest:
        modifier, equals, value = part.partition("=")
        _check_modifier(word, kind, row, modifier)
        if (modifier in WITH_VALUE) != bool(equals and value):
            example = f"{modifier}=VALUE" if modifier in WITH_VALUE else modifier
            raise InvalidResource(f"`{part}` in `{word}` is not a modifier", f"Write `{example}`")
        if modifier in modifiers:
            raise InvalidResource(f"`{modifier}` is given twice in `{word}`", "Write it once")
        modifiers[modifier] = value
    return FieldWords(name, kind, argument, MappingProxyType(modifiers))


def _is_argument(part: str) -> bool:
    return part.partition("=")[0] not in MODIFIERS


def _check_modifier(word: str, kind: str, row: Type, modifier: str) -> None:
    if modifier not in MODIFIERS:
        raise InvalidResource(f"Unknown modifier `{modifier}` in `{word}`", did_you_mean(modifier, MODIFIERS))
    if modifier not in row.modifiers:
        fitting = [one for one in MODIFIERS if one in row.modifiers]
        raise InvalidResource(
            f"`{modifier}` does not fit the type `{kind}` in `{word}`",
            f"Choose {', '.join(f'`{one}`' for one in fitting)}",
        )
