"""Mistakes in a query are errors with a clear cause: entities in `fetch`, impossible values."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import BigInteger, Select, String, bindparam, cast, literal, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column

from backend.main import create_app
from backend.platform.database.session import Database, DatabaseDep, SessionDep
from backend.settings import Settings
from tests.support.asgi_client import asgi_client

pytestmark = pytest.mark.anyio


class Base(DeclarativeBase):
    """Tables of this file alone."""


class Note(Base):
    """A table that does not exist in the database."""

    __tablename__ = "probe_note"

    id: Mapped[int] = mapped_column(primary_key=True)


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """Yield a connection pool."""
    database = Database(settings)
    yield database
    await database.dispose()


@pytest.mark.parametrize(
    "statement", [select(Note), select(literal(1), Note), select(aliased(Note, name="other"))]
)
async def test_fetch_refuses_an_entity_before_it_connects(
    database: Database, statement: Select[tuple[object]]
) -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match=r"^fetch returns values, not .*: select columns"):
            await database.fetch(statement)


async def test_fetch_returns_columns_and_text(database: Database) -> None:
    statement = select(literal(1).label("one"))
    for _ in range(2):
        assert [row.one for row in await database.fetch(statement)] == [1]
    assert await database.fetch(text("SELECT 1")) == [(1,)]


async def test_a_value_that_the_database_cannot_store_is_400(settings: Settings) -> None:
    app = create_app(settings)
    number = select(cast(bindparam("n", type_=BigInteger), BigInteger))

    @app.get("/number")
    async def read(database: DatabaseDep, n: int) -> int:
        return int((await database.fetch(number, {"n": n}))[0][0])

    @app.post("/number")
    async def write(session: SessionDep, n: int) -> int:
        connection = await session.connection()
        return int((await connection.execute(number, {"n": n})).scalar_one())

    @app.get("/text")
    async def read_text(database: DatabaseDep) -> int:
        return len(await database.fetch(select(literal("\ud800", String))))

    async with asgi_client(app) as client:
        for method in ("GET", "POST"):
            fits = await client.request(method, "/number", params={"n": 2**63 - 1})
            exceeds = await client.request(method, "/number", params={"n": 2**70})
            assert (fits.status_code, exceeds.status_code) == (200, 400)
            assert exceeds.headers["Content-Type"] == "application/problem+json"
        assert (await client.get("/text")).status_code == 400
