"""Text from clients: valid Unicode without NUL, which PostgreSQL cannot store."""

from typing import Annotated

from pydantic import AfterValidator, Field
from sqlalchemy import BindParameter, ColumnElement, String, bindparam, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

WITHOUT_NUL = r"^[^\x00]*$"
NOT_BLANK = r"^[^\x00]*[^\s\x00][^\x00]*$"
ESCAPE = "/"
ESCAPED = str.maketrans({character: ESCAPE + character for character in ("%", "_", ESCAPE)})

Text = Annotated[str, Field(pattern=WITHOUT_NUL)]


def _pattern(text: str) -> str | None:
    return f"%{text.lower().translate(ESCAPED)}%" if text else None


# A search term of a client. It becomes a pattern for LIKE, in which `%` and `_` are literal.
Search = Annotated[Text, Field(max_length=200), AfterValidator(_pattern)]


def unicode_lower(text: str | None) -> str | None:
    """Convert to lower case beyond ASCII, for SQLite; NULL stays NULL."""
    return None if text is None else text.lower()


class lowered(GenericFunction[str]):  # noqa: N801 - reads as a function in a query
    """Lower case beyond ASCII on both databases; SQLite's own `lower` covers ASCII only."""

    type = String()
    inherit_cache = True


def search_in(*columns: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that one of the columns contains the parameter `search`."""
    term: BindParameter[str] = bindparam("search")
    return or_(*(lowered(column).like(term, escape=ESCAPE) for column in columns))


@compiles(lowered)
def _lower(element: lowered, compiler: SQLCompiler, **options: object) -> str:
    name = "unicode_lower" if compiler.dialect.name == "sqlite" else "lower"
    return f"{name}({compiler.process(element.clauses, **options)})"
