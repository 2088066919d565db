"""What can be said of a table, in words that Django and SQLModel share."""

import re
from dataclasses import dataclass
from enum import StrEnum

NOW = re.compile(r"(?i)(now|statement_timestamp)\(\)|current_timestamp|strftime\(.*'now'\)")
# One type, spelled in two ways.
SPELLINGS = {
    "SQLite": {"bool": "boolean", "float": "real", "double_precision": "real"},
    "PostgreSQL": {"float": "double precision", "time without time zone": "time"},
}


class Property(StrEnum):
    """What is compared of a column."""

    TYPE = "type"
    PYTHON_TYPE = "Python type"
    NULL = "nullability"
    KEY = "primary key"
    DEFAULT = "default in Python"
    DATABASE_DEFAULT = "default in the database"
    VALUES = "values"
    REFERENCE = "reference"
    ON_DELETE = "on delete"


class Kind(StrEnum):
    """What a table has besides columns."""

    INDEX = "index"
    UNIQUE = "unique constraint"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Rule:
    """An index or a constraint; without a name where the framework makes one up."""

    kind: Kind
    on: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that is compared; `source` is the class, for whoever has to change it."""

    source: type
    name: str
    columns: dict[str, dict[Property, str]]
    rules: list[Rule]


def on_both(sqlite: str, postgresql: str) -> str:
    """Say what holds on both databases, once where it is the same."""
    if sqlite == postgresql:
        return sqlite
    return f"{sqlite} on SQLite and {postgresql} on PostgreSQL"


def spelled(kind: str, database: str) -> str:
    """Write the name of a type in the one way that is compared."""
    lower = kind.lower()
    return SPELLINGS[database].get(lower, lower)


def plain(sql: str, table: str = "") -> str:
    """Drop from an expression what does not change its meaning: quotes, outer parentheses, case."""
    text = sql.replace('"', "").replace(f"{table}.", "").strip()
    text = re.sub(r"\b[A-Z_]+(?=\()", lambda name: name[0].lower(), text)
    text = re.sub(r"\((\w+\([^()]*\))\)", r"\1", text)
    while text.startswith("(") and _closes_at_the_end(text):
        text = text[1:-1]
    return text


def default(sql: str) -> str:
    """Write a default of the database: every function that reads the clock is the same."""
    text = sql.strip()
    if text.startswith("E'"):  # how PostgreSQL writes a text with backslashes
        text = text[1:].replace("\\\\", "\\")
    if text.startswith("'"):
        return text
    text = plain(text)
    return "now" if NOW.fullmatch(text) else text


def indexed(sql: str, table: str) -> str:
    """Take from a CREATE INDEX what it is on, and for which rows."""
    what, _, rows = sql.partition(" WHERE ")
    columns = plain(what[what.index("(") + 1 : what.rindex(")")], table)
    return f"{columns} where {plain(rows, table)}" if rows else columns


def _closes_at_the_end(text: str) -> bool:
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
