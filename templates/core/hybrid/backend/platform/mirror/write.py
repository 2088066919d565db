"""Write the SQLModel class of a Django model, ready to paste into `tables.py`."""

from collections.abc import Iterator

from django.db import models

from backend.platform.mirror import imports
from backend.platform.mirror.defaults import enum_of, members, quoted
from backend.platform.mirror.django_side import read
from backend.platform.mirror.fields import Field, annotation, arguments
from backend.platform.mirror.properties import Kind, Property, Rule, Table

WIDTH = 100
DIALECTS = "sqlite", "postgresql"


def source(model: type[models.Model]) -> str:
    """Return the source of a module with this class, its enums and imports."""
    for index in model._meta.indexes:
        if index.opclasses:
            raise SystemExit(f"error: index `{index.name}` has opclasses; write its class by hand")
    table = read(model)
    fields = [(field, table.columns[str(field.column)]) for field in model._meta.local_fields]
    code = [*_enums(fields), *_class(model, table, fields)]
    return "\n".join([*imports.for_code("\n".join(code)), *code])


def _enums(fields: list[tuple[Field, dict[Property, str]]]) -> Iterator[str]:
    for field, _ in fields:
        if field.flatchoices:
            is_number = isinstance(field.flatchoices[0][0], int)
            yield f"class {enum_of(field)}({'IntEnum' if is_number else 'StrEnum'}):"
            yield from (f'    """Allowed values of `{field.name}`."""', "")
            for name, value in members(field):
                yield f"    {name} = {value if is_number else quoted(value)}"
            yield from ("", "")


def _class(
    model: type[models.Model], table: Table, fields: list[tuple[Field, dict[Property, str]]]
) -> Iterator[str]:
    yield f"class {model.__name__}(SQLModel, table=True):"
    yield from (f'    """Mirror of the Django model {model._meta.label}."""', "")
    yield f"    __tablename__ = {quoted(table.name)}  # pyright: ignore[reportAssignmentType]"
    yield ""
    for field, properties in fields:
        start = f"    {field.column}: {annotation(field, properties)}"
        parts = arguments(field, properties, _simple(table, str(field.column)))
        if parts and (len(parts) > 1 or not parts[0].startswith("default=")):
            yield from _call(f"{start} = Field", parts)
        else:
            yield start + "".join(parts).replace("default=", " = ", 1)
    rules = [rule for rule in table.rules if rule.name or rule.kind is Kind.CHECK or "," in rule.on]
    if rules:
        yield ""
        parts = [_table_argument(rule, table.name, number) for number, rule in enumerate(rules)]
        yield from _tuple("    __table_args__ = ", parts)


def _call(start: str, parts: list[str]) -> Iterator[str]:
    """Wrap a call as ruff formats it."""
    line = f"{start}({', '.join(parts)})"
    inner = f"        {', '.join(parts)}"
    if len(line) <= WIDTH:
        yield line
    elif len(inner) <= WIDTH:
        yield from (f"{start}(", inner, "    )")
    else:
        yield from (f"{start}(", *(f"        {part}," for part in parts), "    )")


def _tuple(start: str, parts: list[str]) -> list[str]:
    line = f"{start}({parts[0]},)"
    if len(parts) == 1 and len(line) <= WIDTH:
        return [line]
    return [f"{start}(", *(f"        {part}," for part in parts), "    )"]


def _simple(table: Table, column: str) -> list[str]:
    """Write the unnamed index or unique constraint of one column."""
    kinds = {rule.kind for rule in table.rules if rule.on == column and not rule.name}
    if Kind.UNIQUE in kinds:
        return ["unique=True"]
    return ["index=True"] if Kind.INDEX in kinds else []


def _table_argument(rule: Rule, table: str, number: int) -> str:
    columns, _, condition = rule.on.partition(" where ")
    if rule.kind is Kind.CHECK:
        name = rule.name or f"{table}_{number}_check"
        # The naming convention adds the prefix and the suffix.
        short = name.removeprefix(f"{table}_").removesuffix("_check")
        is_conventional = name == f"{table}_{short}_check"
        written = quoted(short) if is_conventional else f"conv({quoted(name)})"
        return f"CheckConstraint({quoted(rule.on)}, name={written})"
    parts = [_index_part(part) for part in _split(columns)]
    if rule.kind is Kind.UNIQUE and not condition and all(part.startswith('"') for part in parts):
        parts += [f"name={quoted(rule.name)}"] if rule.name else []
        return f"UniqueConstraint({', '.join(parts)})"
    options = ["unique=True"] if rule.kind is Kind.UNIQUE else []
    options += [f"{each}_where=text({quoted(condition)})" for each in DIALECTS if condition]
    return f"Index({', '.join([quoted(rule.name or ''), *parts, *options])})"


def _split(columns: str) -> list[str]:
    parts, depth = [""], 0
    for letter in columns:
        depth += (letter == "(") - (letter == ")")
        if (letter, depth) == (",", 0):  # outside parentheses
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _index_part(part: str) -> str:
    name, _, direction = part.partition(" ")
    if "(" in part:
        return f"text({quoted(part)})"
    return f"desc({quoted(name)})" if direction == "DESC" else quoted(name)
