"""Values for the tests of a resource, as Python source: two valid ones of each field, and invalid ones."""

import json
from dataclasses import dataclass
from decimal import Decimal

from pystack_init.resources.fields import Field
from pystack_init.resources.types import NUMBERS, TEXTS, WHOLE

_FIXED = {
    "slug": ("apple", "banana"),
    "email": ("ann@example.com", "bob@example.com"),
    "url": ("https://example.com/a", "https://example.com/b"),
    "bool": (False, True),
    "date": ("2026-01-31", "2026-02-28"),
    "datetime": ("2026-01-31T09:30:00Z", "2026-02-28T18:00:00Z"),
    "uuid": ("0b6ec0b1-2d32-4b64-9b8e-6a3f0f6f8a01", "f3a6c0c2-9a7d-4a52-8c1c-1f2c3d4e5f60"),
    "json": ({"gift": True}, {"kg": 1.5}),
}
_WIDTH = 6
# In a test, `number` is another one for each row.
_UNIQUE = {
    "slug": 'f"apple-{number}"',
    "email": 'f"ann{number}@example.com"',
    "url": 'f"https://example.com/{number}"',
    "uuid": "str(uuid4())",
}
_INVALID = {
    "slug": ('"a b"', '""', "7"),
    "email": ('"ann"', '"a b@example.com"', "7"),
    "url": ('"example"', '"ftp://example.com"', "7"),
    "bool": ('"yes"', "1"),
    "date": ('"2026-02-30"', '"yesterday"', "7"),
    "datetime": ('"2026-01-31T09:30:00"', '"yesterday"', "7"),
    "uuid": ('"nope"',),
    "enum": ('"gone"', "7"),
    "json": ('"text"', "[1]"),
    "ref": ('"nope"',),
}


@dataclass(frozen=True, slots=True)
class Samples:
    """Source of values: `low` sorts before `high`; `unique` differs in each row."""

    low: str
    high: str
    unique: str
    invalid: tuple[str, ...]
    default: str


def samples_of(field: Field) -> Samples:
    """Return the values for the tests of a field; a `ref` has none, because it needs a row."""
    low, high = _valid(field)
    invalid = _INVALID.get(field.type) or tuple(_limits_exceeded(field))
    nulls = () if field.is_nullable else ("None",)
    return Samples(
        _source(low), _source(high), _unique(field) or _source(low), (*invalid, *nulls), _default(field)
    )


def _default(field: Field) -> str:
    """Return what a response has where a body omits the field."""
    default = field.default
    if default is None:
        return {"text": '""', "json": "{}"}.get(field.type, "None")
    if field.type in WHOLE:
        return str(int(default))
    if field.type in NUMBERS:
        return f'"{Decimal(default):.{field.digits[1]}f}"'
    return default.title() if field.type == "bool" else _source(default)


def _source(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value).replace("'", '"')


def _valid(field: Field) -> tuple[object, object]:
    if field.type in _FIXED:
        return _FIXED[field.type]
    if field.type == "enum":
        return min(field.values), max(field.values)
    if field.type in TEXTS:
        return _fitted("apple", field), _fitted("banana", field)
    return _numbers(field) if field.type in NUMBERS else ("", "")


def _fitted(word: str, field: Field) -> str:
    repeated = word * (max(field.shortest, 1) // len(word) + 1)
    return repeated[: min(max(len(word), field.shortest), field.length)]


def _numbers(field: Field) -> tuple[object, object]:
    low, high = field.limits
    if field.type in WHOLE:
        whole = int(low) if field.has("min") else min(1, int(high) - 1)
        return whole, int(high) if field.has("max") else max(whole + 41, int(low) + 1)
    places = field.digits[1]
    cent = Decimal(1).scaleb(-places)
    first, last = (
        (one.quantize(cent) for one in (Decimal("4.5"), Decimal("19.9")))
        if places
        else (Decimal(4), Decimal(19))
    )
    if not low <= first < last <= high:
        first, last = low.quantize(cent), high.quantize(cent)
    return f"{first:f}", f"{last:f}"


def _unique(field: Field) -> str:
    if not field.has("unique"):
        return ""
    if field.type == "string":
        # A test has few rows, so the values of a short text may repeat in another test.
        size = max(field.shortest, min(_WIDTH, field.length))
        short = f"{{number % {9 * 10 ** (size - 1)} + {10 ** (size - 1)}}}"
        return f'f"{short}"' if size < _WIDTH else f'f"{{number:0{size}}}"'
    if field.type in WHOLE:
        is_limited = field.has("min") or field.has("max")
        return f"{int(field.limits[0])} + number % 1000" if is_limited else "number"
    return _UNIQUE[field.type]


def _limits_exceeded(field: Field) -> list[str]:
    if field.type in TEXTS:
        too_long = f'"x" * {field.length + 1}'
        blank = ['"   "'] if field.type == "string" else []
        too_short = [f'"x" * {field.shortest - 1}'] if field.shortest > 1 else []
        return [*blank, *too_short, too_long, "7", '"a\\0b"']
    low, high = field.limits
    if field.type in WHOLE:
        return ['"x"', "1.5", "True", str(int(low) - 1), str(int(high) + 1)]
    cent = Decimal(1).scaleb(-field.digits[1])
    too_precise = high - cent if high > 0 else high
    written = [f"{low - cent:f}", f"{high + cent:f}", f"{too_precise - cent / 10:f}"]
    return ['"x"', '"1_0"', *(f'"{one}"' for one in written)]
