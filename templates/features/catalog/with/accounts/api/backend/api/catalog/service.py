"""Products: what is seen by whom, and in which order."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, inspect, or_, select

from backend.api.catalog.schemas import ProductPage, ProductQuery, Sort
from backend.api.catalog.tables import Product, Status
from backend.api.db import Database
from backend.api.security import Viewer
from backend.api.text import ESCAPE, containing, lowered

# Columns and not entities: a row becomes JSON with no object in between, at half the cost.
PRODUCTS = inspect(Product).local_table
COLUMNS = PRODUCTS.columns
NAMES = COLUMNS.keys()
ONE = select(PRODUCTS).where(COLUMNS.id == bindparam("product_id"))
IS_LIVE = COLUMNS.status == Status.LIVE

# What each value that a client may give asks of a product.
CONDITIONS: dict[str, ColumnElement[bool]] = {
    "viewer_id": or_(IS_LIVE, COLUMNS.owner_id == bindparam("viewer_id")),
    "status": COLUMNS.status == bindparam("status"),
    "min_price": COLUMNS.price >= bindparam("min_price"),
    "max_price": COLUMNS.price <= bindparam("max_price"),
    "search": or_(
        lowered(COLUMNS.name).like(bindparam("search"), escape=ESCAPE),
        lowered(COLUMNS.description).like(bindparam("search"), escape=ESCAPE),
    ),
}


async def list_page(database: Database, query: ProductQuery, viewer: Viewer | None) -> ProductPage:
    """Read one page, and the total with it: counting again is needed only past the end."""
    values = _values(query, viewer)
    given = frozenset(values)
    window = {"size": query.size, "offset": query.offset}
    rows = await database.fetch(_page(query.sort, given), values | window)
    if rows or query.page == 1:
        total = rows[0].total if rows else 0
    else:
        ((total,),) = await database.fetch(_count(given), values)
    # The total stands last in a row, and is no part of a product.
    items: list[Any] = [dict(zip(NAMES, row, strict=False)) for row in rows]
    return {"items": items, **query.info(total)}


async def find(database: Database, product_id: UUID, viewer: Viewer | None) -> Row[Any] | None:
    """Read one product that the viewer may see."""
    for row in await database.fetch(ONE, {"product_id": product_id}):
        if is_visible(row.status, row.owner_id, viewer):
            return row
    return None


def is_visible(status: str, owner_id: UUID, viewer: Viewer | None) -> bool:
    """Decide for one product; a superuser sees every one of them."""
    return status == Status.LIVE or may_change(owner_id, viewer)


def may_change(owner_id: UUID, viewer: Viewer | None) -> bool:
    """Decide whether a product is the viewer's to change."""
    return viewer is not None and (viewer.is_superuser or viewer.id == owner_id)


def _values(query: ProductQuery, viewer: Viewer | None) -> dict[str, Any]:
    """Name what the client has given: nothing else filters."""
    values = {
        "viewer_id": viewer and viewer.id,
        "status": query.status,
        "min_price": query.min_price,
        "max_price": query.max_price,
        "search": containing(query.search.lower()) if query.search else None,
    }
    return {name: value for name, value in values.items() if value is not None}


# A statement is kept for all requests of its kind: writing it anew took a tenth of their time.
@cache
def _page(sort: Sort, given: frozenset[str]) -> Select[*tuple[Any, ...]]:
    column = COLUMNS[sort.removeprefix("-")]
    return (
        # As a query inside the query: a window function would read every row of the table.
        select(PRODUCTS, _count(given).scalar_subquery().label("total"))
        .where(*_conditions(given))
        .order_by(column.desc() if sort.startswith("-") else column, COLUMNS.id)
        .limit(bindparam("size"))
        .offset(bindparam("offset"))
    )


@cache
def _count(given: frozenset[str]) -> Select[int]:
    count = select(func.count()).select_from(PRODUCTS).where(*_conditions(given))
    return count.correlate(None)


def _conditions(given: frozenset[str]) -> list[ColumnElement[bool]]:
    """Let nobody who is not signed in see a draft."""
    conditions = [condition for name, condition in CONDITIONS.items() if name in given]
    return conditions if "viewer_id" in given else [IS_LIVE, *conditions]
