"""The commit is part of the request: the response is sent after it, and reports its failure."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, HTTPException
from sqlalchemy import Column, Engine, ForeignKey, Integer, MetaData, Table, insert, select

from backend.main import create_app
from backend.platform.database.session import SessionDep
from backend.settings import Settings
from tests.support.server import asgi_client

METADATA = MetaData()
ROWS = Table(
    "probe_row",
    METADATA,
    Column("id", Integer, primary_key=True),
    # Checked at COMMIT, as Django's foreign keys are.
    Column("parent_id", ForeignKey("probe_row.id", deferrable=True, initially="DEFERRED")),
)


@pytest.fixture
def probe(settings: Settings, engine: Engine) -> Iterator[FastAPI]:
    """Yield an application with requests that fail at different points of a transaction."""
    app = create_app(settings)

    @app.post("/rows/{key}")
    async def add(session: SessionDep, key: int, parent: int | None = None) -> None:
        await session.exec(insert(ROWS).values(id=key, parent_id=parent))
        if key == 0:
            raise HTTPException(403, "No")

    METADATA.create_all(engine)
    yield app
    METADATA.drop_all(engine)


def stored(engine: Engine) -> list[int]:
    """Return the keys of the stored rows."""
    with engine.connect() as connection:
        return list(connection.execute(select(ROWS.c.id).order_by(ROWS.c.id)).scalars())


@pytest.mark.anyio
async def test_a_commit_that_fails_is_a_conflict_and_the_next_request_works(
    probe: FastAPI, engine: Engine
) -> None:
    async with asgi_client(probe) as client:
        for key in (1, 2, 3):
            assert (await client.post("/rows/404", params={"parent": 405})).status_code == 409
            assert (await client.post(f"/rows/{key}")).status_code == 200
    assert stored(engine) == [1, 2, 3]


@pytest.mark.anyio
async def test_a_refused_request_stores_nothing(probe: FastAPI, engine: Engine) -> None:
    async with asgi_client(probe) as client:
        assert (await client.post("/rows/0")).status_code == 403
    assert stored(engine) == []
