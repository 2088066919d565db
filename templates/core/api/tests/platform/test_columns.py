"""A stored value is read back unchanged, on every database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    cast,
    insert,
    literal,
    null,
    select,
)
from sqlalchemy.exc import DBAPIError, StatementError

from backend.platform.database.columns import Money, UtcDateTime
from backend.platform.database.session import Database
from backend.platform.database.text import lowered
from backend.settings import Settings

METADATA = MetaData()
ROWS = Table(
    "probe_column",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("moment", UtcDateTime()),
    Column("amount", Money()),
)


@pytest.fixture
def rows(engine: Engine) -> Iterator[Engine]:
    """Create a table with these columns."""
    METADATA.create_all(engine)
    yield engine
    METADATA.drop_all(engine)


def test_a_time_in_tokyo_is_read_back_in_utc(rows: Engine) -> None:
    tokyo = datetime(2026, 1, 1, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    with rows.begin() as connection:
        connection.execute(insert(ROWS).values(moment=tokyo))
        assert connection.execute(select(ROWS.c.moment)).scalar_one() == tokyo
        moment = connection.execute(select(ROWS.c.moment)).scalar_one()
    assert moment.isoformat() == "2026-01-01T00:00:00+00:00"


def test_a_naive_time_is_refused(rows: Engine) -> None:
    naive = datetime.now(UTC).replace(tzinfo=None)
    with rows.begin() as connection, pytest.raises(StatementError, match="naive"):
        connection.execute(insert(ROWS).values(moment=naive))


@pytest.mark.parametrize("amount", ["0.00", "19.90", "0.07", "99999999.99"])
def test_an_amount_is_read_back_exactly(rows: Engine, amount: str) -> None:
    with rows.begin() as connection:
        connection.execute(insert(ROWS).values(amount=Decimal(amount)))
        assert str(connection.execute(select(ROWS.c.amount)).scalar_one()) == amount


def test_null_is_read_back_as_none(rows: Engine) -> None:
    with rows.begin() as connection:
        connection.execute(insert(ROWS).values(amount=None, moment=None))
        assert connection.execute(select(ROWS.c.amount, ROWS.c.moment)).one() == (None, None)


@pytest.mark.anyio
async def test_null_in_lower_case_is_null(settings: Settings) -> None:
    database = Database(settings)
    found = await database.fetch(select(lowered(cast(null(), String))))
    await database.dispose()
    assert found == [(None,)]


@pytest.mark.anyio
async def test_an_error_does_not_show_parameter_values(settings: Settings) -> None:
    database = Database(settings)
    with pytest.raises(DBAPIError) as caught:
        await database.fetch(
            select(literal("the secret")).select_from(Table("nowhere", MetaData()))
        )
    await database.dispose()
    assert "secret" not in str(caught.value)
