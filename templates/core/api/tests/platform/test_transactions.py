"""The commit is part of the request: the response is sent after it, and reports its failure."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, HTTPException
from sqlalchemy import Column, Engine, ForeignKey, Integer, MetaData, Table, func, insert, select

from backend.main import create_app
from backend.platform.database.session import SessionDep
from backend.settings import Settings
from tests.support.server import asgi_client

METADATA = MetaData()
PARENTS = Table("probe_parent", METADATA, Column("id", Integer, primary_key=True))
CHILDREN = Table(
    "probe_child",
    METADATA,
    Column("id", Integer, primary_key=True),
    # Checked at COMMIT, as Django's foreign keys are.
    Column("parent_id", ForeignKey(PARENTS.c.id, deferrable=True, initially="DEFERRED")),
)


@pytest.fixture
def probe(settings: Settings, engine: Engine) -> Iterator[FastAPI]:
    """Yield an application with requests that fail at different points of a transaction."""
    app = create_app(settings)

    @app.post("/orphan")
    async def orphan(session: SessionDep) -> str:
        await session.exec(insert(CHILDREN).values(parent_id=404))
        return "stored"

    @app.post("/parent")
    async def parent(session: SessionDep) -> str:
        await session.exec(insert(PARENTS))
        return "stored"

    @app.post("/refused")
    async def refused(session: SessionDep) -> str:
        await session.exec(insert(PARENTS))
        raise HTTPException(403, "No")

    METADATA.create_all(engine)
    yield app
    METADATA.drop_all(engine)


def stored(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.mark.anyio
async def test_a_commit_that_fails_is_a_conflict_and_the_next_request_works(
    probe: FastAPI, engine: Engine
) -> None:
    async with asgi_client(probe) as client:
        for _ in range(3):
            assert (await client.post("/orphan")).status_code == 409
            assert (await client.post("/parent")).status_code == 200
    assert (stored(engine, CHILDREN), stored(engine, PARENTS)) == (0, 3)


@pytest.mark.anyio
async def test_a_refused_request_stores_nothing(probe: FastAPI, engine: Engine) -> None:
    async with asgi_client(probe) as client:
        assert (await client.post("/refused")).status_code == 403
    assert stored(engine, PARENTS) == 0
