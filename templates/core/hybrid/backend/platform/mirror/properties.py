"""The properties of a table, in a notation that is the same for Django and SQLModel."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NOW = re.compile(r"(?i)(now|statement_timestamp)\(\)|current_timestamp|strftime\(.*'now'\)")
CAST = re.compile(r"^cast\('([-\d.]+)' AS NUMERIC\)$")  # SQLite's form of a decimal number
# Different names of the same type.
TYPE_ALIASES = {
    "SQLite": {"bool": "boolean", "float": "real", "double_precision": "real"},
    "PostgreSQL": {"float": "double precision", "time without time zone": "time"},
}


class Property(StrEnum):
    """The compared properties of a column."""

    TYPE = "type"
    PYTHON_TYPE = "Python type"
    NULL = "nullability"
    KEY = "primary key"
    DEFAULT = "Python default"
    DATABASE_DEFAULT = "database default"
    VALUES = "enum values"
    REFERENCE = "foreign key"
    ON_DELETE = "ON DELETE action"


class Kind(StrEnum):
    """The kinds of indexes and constraints."""

    INDEX = "index"
    UNIQUE = "unique constraint"
    CHECK = "check constraint"


@dataclass(frozen=True, slots=True)
class Rule:
    """An index or a constraint; `name` is None where the framework generates it."""

    kind: Kind
    on: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that is compared; error messages name the class in `source`."""

    source: type
    name: str
    columns: dict[str, dict[Property, str]]
    rules: list[Rule]


def for_both(sqlite: str, postgresql: str) -> str:
    """Join the values for both databases; return one value where they are equal."""
    if sqlite == postgresql:
        return sqlite
    return f"{sqlite} on SQLite and {postgresql} on PostgreSQL"


def listed(values: Sequence[object]) -> str:
    """Write the allowed values of a column, such as `[draft, live]`; `any` where there are none."""
    return f"[{', '.join(map(str, values))}]" if values else "any"


def quoted(text: object) -> str:
    """Return a string literal in double quotes."""
    return json.dumps(str(text), ensure_ascii=False)


def normalized_type(kind: str, database: str) -> str:
    """Normalize the name of a column type."""
    lower = kind.lower()
    return TYPE_ALIASES[database].get(lower, lower)


def normalized_sql(sql: str, table: str = "") -> str:
    """Normalize an SQL expression: drop quotes and outer parentheses, lower function names."""
    text = sql.replace('"', "").replace(f"{table}." if table else "", "").strip()
    text = re.sub(r"\b[A-Z_]+(?=\()", lambda name: name[0].lower(), text)
    text = re.sub(r"\((\w+\([^()]*\))\)", r"\1", text)
    while text.startswith("(") and _closes_at_the_end(text):
        text = text[1:-1]
    return text


def normalized_default(sql: str) -> str:
    """Normalize a database default; return `now` for every function that reads the clock."""
    text = sql.strip()
    if text.startswith("E'"):  # PostgreSQL's escape string syntax, for backslashes
        text = text[1:].replace("\\\\", "\\")
    if text.startswith("'"):
        return text.removesuffix("::jsonb")
    text = CAST.sub(r"\1", normalized_sql(text))
    return "now" if NOW.fullmatch(text) else text


def index_target(sql: str, table: str) -> str:
    """Return the columns of a CREATE INDEX statement, and its WHERE condition."""
    statement, _, condition = sql.partition(" WHERE ")
    columns = normalized_sql(statement[statement.index("(") + 1 : statement.rindex(")")], table)
    return f"{columns} where {normalized_sql(condition, table)}" if condition else columns


def _closes_at_the_end(text: str) -> bool:
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return position == len(text) - 1
    return False
