"""Rows of a table over HTTP: a page of them, one of them, or one that is locked for a change."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar, cast
from uuid import UUID

from fastapi import HTTPException, Response
from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, FromClause, Select, bindparam, func, inspect, select, true
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.platform.database.session import Database
from backend.platform.http.schemas import PageInfo, PageQuery

NEWEST_FIRST = "-created_at"

Table = TypeVar("Table", bound=SQLModel)


class Visible(NamedTuple):
    """The condition of the rows that a client may see, and the values of its parameters.

    Make a condition once, with `bindparam`: the statements made from it are kept.
    """

    condition: ColumnElement[bool] = true()
    values: Mapping[str, object] = {}


EVERY_ROW = Visible()


def table_of(mapped: type[SQLModel]) -> FromClause:
    """Return a table, whose columns (`c.price`) make faster conditions than `Product.price`."""
    return cast("FromClause", inspect(mapped).local_table)


class Listing(Generic[Table]):
    """Rows of `table` as JSON in the form of `page`; `filters` has a condition per parameter."""

    def __init__(
        self,
        table: type[Table],
        page: type[PageInfo],
        filters: Mapping[str, ColumnElement[bool]] | None = None,
    ) -> None:
        self._table = table
        # Columns, not objects: a row becomes JSON at half the cost.
        self._rows = table_of(table)
        self._names = self._rows.c.keys()
        self._json = TypeAdapter(page).dump_json
        self._filters = filters or {}
        # Building a statement takes 10 % of a request's time.
        self._page = lru_cache(500)(self._page_statement)
        self._count = lru_cache(500)(self._count_statement)
        self._one = lru_cache(50)(self._one_statement)

    async def respond(
        self, database: Database, query: PageQuery, visible: Visible = EVERY_ROW
    ) -> Response:
        """Return a page with its total, in one statement; only a page past the end needs two."""
        given = query.model_dump(exclude_none=True)
        names = frozenset(given.keys() & self._filters.keys())
        values = {**visible.values, **{name: given[name] for name in names}}
        wanted = visible.condition, names
        statement = self._page(given.get("sort", NEWEST_FIRST), *wanted)
        rows = await database.fetch(
            statement, values | {"size": query.size, "offset": query.offset}
        )
        if rows or query.page == 1:
            total = rows[0][-1] if rows else 0
        else:
            ((total,),) = await database.fetch(self._count(*wanted), values)
        # The total is the last column of a row.
        items = [dict(zip(self._names, row, strict=False)) for row in rows]
        page: Any = {"items": items, **query.info(total)}
        return Response(self._json(page), media_type="application/json")

    async def find(
        self, database: Database, key: UUID, visible: Visible = EVERY_ROW
    ) -> dict[str, Any]:
        """Return the values of a row; raise 404 if it does not exist or is not visible."""
        values = {"key": key, **visible.values}
        for row in await database.fetch(self._one(visible.condition), values):
            return row._asdict()
        raise self._missing()

    async def lock(self, session: AsyncSession, key: UUID, visible: Visible = EVERY_ROW) -> Table:
        """Return a row, locked so that no concurrent change is lost; raise 404 as `find` does."""
        statement = select(self._table).where(self._rows.c.id == key, visible.condition)
        row = await session.scalar(statement.with_for_update(), visible.values)
        if row is None:
            raise self._missing()
        return row

    def _missing(self) -> HTTPException:
        return HTTPException(404, f"{self._table.__name__} not found")

    def _page_statement(
        self, sort: str, visible: ColumnElement[bool], names: frozenset[str]
    ) -> Select[Any]:
        column = self._rows.c[sort.removeprefix("-")]
        # The total is a subquery, because a window function would read every row of the table.
        total = self._count(visible, names).scalar_subquery().label("total")
        return (
            select(self._rows, total)
            .where(visible, *(self._filters[name] for name in names))
            .order_by(column.desc() if sort.startswith("-") else column, self._rows.c.id)
            .limit(bindparam("size"))
            .offset(bindparam("offset"))
        )

    def _count_statement(self, visible: ColumnElement[bool], names: frozenset[str]) -> Select[Any]:
        conditions = (visible, *(self._filters[name] for name in names))
        return select(func.count()).select_from(self._rows).where(*conditions).correlate(None)

    def _one_statement(self, visible: ColumnElement[bool]) -> Select[Any]:
        return select(self._rows).where(self._rows.c.id == bindparam("key"), visible)
