"""The server of the tests: both sides on the database that Django creates, empty for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx2
import pytest
from django.db import connections
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, make_url

from backend.platform.security.rate_limit import counters
from backend.settings import Settings, get_settings
from tests.support.command import in_a_thread
from tests.support.django_setup import empty_tables

if TYPE_CHECKING:
    from backend.config.combined import Hybrid


@pytest.fixture(scope="session")
def settings(django_db_setup: None) -> Settings:  # noqa: ARG001
    """Point FastAPI to Django's test database instead of the configured one."""
    url = make_url(get_settings().database_url.get_secret_value())
    test_url = url.set(database=connections["default"].settings_dict["NAME"])
    secret = SecretStr(test_url.render_as_string(hide_password=False))
    return get_settings().model_copy(update={"database_url": secret})


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    """Yield an engine for plain SQL, independent of both sides."""
    url = make_url(settings.database_url.get_secret_value())
    if url.drivername != "sqlite":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def hybrid(settings: Settings) -> Hybrid:
    """Return the application under test."""
    # Imported here, so that the schema contract also runs when `tables.py` cannot be imported.
    from backend.config.combined import Hybrid  # noqa: PLC0415

    return Hybrid(settings)


@pytest.fixture(scope="session")
def app(hybrid: Hybrid) -> FastAPI:
    """Return the FastAPI application in it."""
    return hybrid.api


@pytest.fixture(scope="session")
def base_url(hybrid: Hybrid, settings: Settings) -> Iterator[str]:
    """Run the production server in a thread, and yield its URL."""
    with in_a_thread(settings, hybrid) as url:
        yield url


@pytest.fixture(autouse=True)
def start_empty(request: pytest.FixtureRequest) -> None:
    """Delete all rows and reset the rate limits before each test."""
    request.getfixturevalue("settings")
    empty_tables()
    counters().storage.reset()


@asynccontextmanager
async def asgi_client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Yield an in-process client of an application with test routes.

    Its pool is closed at the end, because the lifespan is not run.
    """
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client
    await app.state.database.dispose()
