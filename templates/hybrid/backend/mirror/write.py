"""Write the SQLModel class of a Django model, so that keeping up is a copy and a paste."""

from collections.abc import Iterator

from django.db import models

from backend.mirror import imports
from backend.mirror.django_side import read
from backend.mirror.facts import Fact, Kind, Rule, Table
from backend.mirror.fields import Field, annotation, arguments, enum_of

WIDTH = 100


def source(model: type[models.Model]) -> str:
    """Give the text of a module with nothing but this class, and what it needs."""
    table = read(model)
    fields = [(field, table.columns[str(field.column)]) for field in model._meta.local_fields]
    code = [*_enums(fields), *_class(model, table, fields)]
    return "\n".join([*imports.for_code("\n".join(code)), *code])


def _enums(fields: list[tuple[Field, dict[Fact, str]]]) -> Iterator[str]:
    for field, _ in fields:
        if field.flatchoices:
            is_number = isinstance(field.flatchoices[0][0], int)
            yield f"class {enum_of(field)}({'IntEnum' if is_number else 'StrEnum'}):"
            yield f'    """What `{field.name}` can be."""'
            yield ""
            yield from (f"    {_member(each)} = {_literal(each)}" for each, _ in field.flatchoices)
            yield from ("", "")


def _class(
    model: type[models.Model], table: Table, fields: list[tuple[Field, dict[Fact, str]]]
) -> Iterator[str]:
    yield f"class {model.__name__}(SQLModel, table=True):"
    yield f'    """What Django calls {model._meta.label}."""'
    yield ""
    yield f"    __tablename__ = {_quoted(table.name)}  # pyright: ignore[reportAssignmentType]"
    yield ""
    for field, facts in fields:
        start = f"    {field.column}: {annotation(field, facts)} = Field"
        yield from _call(start, arguments(field, facts, list(_simple(table, str(field.column)))))
    rules = [rule for rule in table.rules if rule.name or rule.kind is Kind.CHECK or "," in rule.on]
    if rules:
        yield ""
        parts = [_table_argument(rule, table.name, number) for number, rule in enumerate(rules)]
        yield from _tuple("    __table_args__ = ", parts)


def _call(start: str, parts: list[str]) -> Iterator[str]:
    """Break a call as ruff would."""
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


def _simple(table: Table, column: str) -> Iterator[str]:
    """Say what a column has without a name for it."""
    kinds = {rule.kind for rule in table.rules if rule.on == column and not rule.name}
    if Kind.UNIQUE in kinds:
        yield "unique=True"
    elif Kind.INDEX in kinds:
        yield "index=True"


def _table_argument(rule: Rule, table: str, number: int) -> str:
    what, _, rows = rule.on.partition(" where ")
    if rule.kind is Kind.CHECK:
        name = _quoted(rule.name or f"{table}_{number}_check")
        return f"CheckConstraint({_quoted(rule.on)}, name=conv({name}))"
    parts = [_index_part(part) for part in what.split(", ")]
    if rule.kind is Kind.UNIQUE and not rows and all(part.startswith('"') for part in parts):
        parts += [f"name={_quoted(rule.name)}"] if rule.name else []
        return f"UniqueConstraint({', '.join(parts)})"
    more = ["unique=True"] if rule.kind is Kind.UNIQUE else []
    more += [f"{each}_where=text({_quoted(rows)})" for each in ("sqlite", "postgresql") if rows]
    return f"Index({', '.join([_quoted(rule.name or ''), *parts, *more])})"


def _index_part(part: str) -> str:
    name, _, direction = part.partition(" ")
    if "(" in part:
        return f"text({_quoted(part)})"
    return f"desc({_quoted(name)})" if direction == "DESC" else _quoted(name)


def _member(value: object) -> str:
    letters = "".join(letter if letter.isalnum() else "_" for letter in str(value).upper())
    return letters if letters.isidentifier() else f"VALUE_{letters}"


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else _quoted(value)


def _quoted(text: object) -> str:
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
