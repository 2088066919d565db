"""Increment a counter: `python -m tests.support.increment TIMES`, in several processes."""

import asyncio
import sys

from sqlalchemy import text

from backend.platform.database.session import Database
from backend.settings import get_settings


async def count(times: int) -> None:
    """Read, add one, write: this loses updates if the transaction begins too late."""
    database = Database(get_settings())
    lock = "" if database.engine.dialect.name == "sqlite" else " FOR UPDATE"
    for _ in range(times):
        async with database.transaction() as session:
            connection = await session.connection()
            found = await connection.execute(text(f"SELECT n FROM test_counter{lock}"))  # noqa: S608
            after = found.scalar_one() + 1
            await connection.execute(text("UPDATE test_counter SET n = :n"), {"n": after})
    await database.dispose()


if __name__ == "__main__":
    asyncio.run(count(int(sys.argv[1])))
