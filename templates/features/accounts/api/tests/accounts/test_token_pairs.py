"""Concurrent requests with tokens of the same family."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col, select

from backend.accounts import service, token_pairs
from backend.accounts.schemas import Registration
from backend.accounts.service import Credentials
from backend.accounts.tables import RefreshToken
from backend.platform.database.session import Database
from backend.platform.security.tokens import TokenFormat
from backend.settings import Settings

pytestmark = pytest.mark.anyio

TOKENS = TokenFormat("known to this test alone, and more than 32 bytes")
ADA = Registration(email="ada@example.com", password="tangerine lamp 42")


class Device:
    """A client that is signed in as Ada."""

    def __init__(self, database: Database, ada: Credentials) -> None:
        self.database = database
        self.ada = ada

    async def sign_in(self) -> str:
        """Start a session, and return its refresh token."""
        async with self.database.transaction() as session:
            return (await token_pairs.sign_in(session, TOKENS, self.ada)).refresh_token

    async def refresh(self, token: str) -> str | None:
        """Exchange a token, or return None if it is invalid."""
        async with self.database.transaction() as session:
            pair = await token_pairs.exchange(session, TOKENS, token)
        return pair.refresh_token if pair else None

    async def sign_out(self, token: str) -> None:
        """End the session of a token."""
        async with self.database.transaction() as session:
            await token_pairs.end(session, TOKENS, token)


@pytest.fixture
async def device(settings: Settings, engine: Engine) -> AsyncIterator[Device]:  # noqa: ARG001
    """Yield a device of a registered user."""
    database = Database(settings)
    async with database.transaction() as session:
        user = service.add_user(session, ADA, "!")
    yield Device(database, Credentials(user.id, user.password, is_active=True))
    await database.dispose()


async def test_signing_out_ends_a_session_that_is_being_refreshed(device: Device) -> None:
    for _ in range(20):
        first = await device.sign_in()
        second, _ = await asyncio.gather(device.refresh(first), device.sign_out(first))
        assert second is None or await device.refresh(second) is None


async def test_two_concurrent_reuses_do_not_deadlock(device: Device) -> None:
    for _ in range(10):
        first = await device.sign_in()
        second = await device.refresh(first)
        assert second
        third = await device.refresh(second)
        assert third
        found = await asyncio.gather(device.refresh(first), device.refresh(second))
        assert list(found) == [None, None]
        assert await device.refresh(third) is None


async def test_expired_tokens_are_deleted_at_the_next_sign_in(device: Device) -> None:
    await device.sign_in()
    yesterday = datetime.now(UTC) - timedelta(days=1)
    async with device.database.transaction() as session:
        await session.exec(update(RefreshToken).values(expires_at=yesterday))
    await device.sign_in()
    await device.sign_in()
    expiries = await device.database.fetch(select(col(RefreshToken.expires_at)))
    assert len(expiries) == 2
