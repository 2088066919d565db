# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "httptools", "orjson", "starlette", "uvicorn", "uvloop"]
# ///
"""The baseline for the generated API: the same responses from bare Starlette, asyncpg and orjson."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

PAGE = """
    select id, name, description, price, status, owner_id, created_at, updated_at from catalog_product
    where status = 'live' order by created_at desc, id limit $1 offset $2
"""
ONE = """
    select id, name, description, price, status, owner_id, created_at, updated_at from catalog_product
    where id = $1
"""
NEW = """
    insert into catalog_product (id, name, description, price, status, owner_id, created_at, updated_at)
    values ($1, $2, '', $3, $4, $5, $6, $6)
"""
DATABASE_URL = os.environ["DATABASE_URL"]


def encoded(value: object, status: int = 200) -> Response:
    """Encode rows of the database as JSON."""
    body = orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)
    return Response(body, status, media_type="application/json")


async def list_products(request: Request) -> Response:
    """Return one page and the count."""
    size, page = int(request.query_params["size"]), int(request.query_params.get("page", "1"))
    async with request.app.state.pool.acquire() as connection:
        rows = await connection.fetch(PAGE, size, (page - 1) * size)
        total = await connection.fetchval("select count(*) from catalog_product where status = 'live'")
    items = [dict(row) for row in rows]
    return encoded({"items": items, "total": total, "page": page, "size": size, "pages": -(-total // size)})


async def get_product(request: Request) -> Response:
    """Return one row."""
    async with request.app.state.pool.acquire() as connection:
        row = await connection.fetchrow(ONE, UUID(request.path_params["id"]))
    return encoded(dict(row))


async def owner_of_all(request: Request, connection: asyncpg.Connection) -> UUID:
    """Look up the only user, once; the baseline does not check the sign-in."""
    if request.app.state.owner is None:
        request.app.state.owner = await connection.fetchval("select id from accounts_user")
    owner: UUID = request.app.state.owner
    return owner


async def create_product(request: Request) -> Response:
    """Insert one row."""
    body = orjson.loads(await request.body())
    now, product = datetime.now(UTC), {"id": uuid4(), "description": ""} | body
    async with request.app.state.pool.acquire() as connection:
        owner = await owner_of_all(request, connection)
        values = product["id"], body["name"], body["price"], body["status"], owner, now
        await connection.execute(NEW.replace("$3", "$3::text::numeric"), *values)
    return encoded(product | {"owner_id": owner, "created_at": now, "updated_at": now}, 201)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Open a pool of the same size as the project's."""
    async with asyncpg.create_pool(DATABASE_URL, min_size=20, max_size=20) as pool:
        app.state.pool, app.state.owner = pool, None
        yield


app = Starlette(
    routes=[
        Route("/api/v1/products", list_products, methods=["GET"]),
        Route("/api/v1/products/{id}", get_product),
        Route("/api/v1/products", create_product, methods=["POST"]),
        Route("/health/ready", lambda _: Response()),
    ],
    lifespan=lifespan,
)


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), access_log=False, log_level="warning")
