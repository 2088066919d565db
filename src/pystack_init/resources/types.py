"""The types of fields, one row each: the argument that a type takes and the modifiers that fit it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

MODIFIERS = (
    *("optional", "unique", "index", "default", "min", "max", "search", "filter", "sort", "secret"),
    *("cascade", "restrict", "null"),
)
# These take a value after `=`.
WITH_VALUE = frozenset({"default", "min", "max"})
ON_DELETE = ("cascade", "restrict", "null")
LONGEST_TEXT = 10_000
INT = 2**31 - 1
BIGINT = 2**63 - 1
MONEY = Decimal("99999999.99")


@dataclass(frozen=True, slots=True)
class Type:
    """A type of field; `argument` names what follows it, and `example` writes one."""

    modifiers: frozenset[str]
    argument: str = ""
    example: str = ""
    is_required: bool = False
    limits: tuple[Decimal, Decimal] | None = field(default=None)


def _type(modifiers: str, argument: str = "", example: str = "", **options: object) -> Type:
    return Type(frozenset(f"optional {modifiers}".split()), argument, example, **options)  # type: ignore[arg-type]


_NUMBER = "index default min max filter sort secret"
TYPES: Mapping[str, Type] = MappingProxyType(
    {
        "string": _type("unique index default min search filter sort secret", "length", "string:80"),
        "text": _type("default min max search secret"),
        "slug": _type("unique index default search filter sort secret"),
        "email": _type("unique index default search filter sort secret"),
        "url": _type("unique index default search filter secret"),
        "int": _type(f"unique {_NUMBER}", limits=(Decimal(-INT - 1), Decimal(INT))),
        "bigint": _type(f"unique {_NUMBER}", limits=(Decimal(-BIGINT - 1), Decimal(BIGINT))),
        "decimal": _type(_NUMBER, "digits", "decimal:12.2", is_required=True),
        "money": _type(_NUMBER, limits=(Decimal(0), MONEY)),
        "bool": _type("index default filter secret"),
        "date": _type("index filter sort secret"),
        "datetime": _type("index filter sort secret"),
        "uuid": _type("unique index filter secret"),
        "enum": _type("index default filter sort secret", "values", "enum:new,paid", is_required=True),
        "json": _type("secret"),
        "ref": _type("filter cascade restrict null", "model", "ref:accounts.User", is_required=True),
    }
)
TEXTS = frozenset({"string", "text", "slug", "email", "url"})
NUMBERS = frozenset({"int", "bigint", "decimal", "money"})
WHOLE = frozenset({"int", "bigint"})
