"""Bugs and a lost database get quick error responses that reveal no internals."""

import json
import logging
import time

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from backend.main import create_app
from backend.platform.database.session import DatabaseDep
from backend.settings import Settings
from tests.support.asgi_client import asgi_client

UNREACHABLE = SecretStr("postgresql://nobody@127.0.0.1:1/nothing")


@pytest.fixture
def buggy(settings: Settings) -> FastAPI:
    """Return an application with a route that raises."""
    app = create_app(settings)

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError("the inner workings")

    @app.get("/unmigrated")
    async def unmigrated(database: DatabaseDep) -> None:
        await database.fetch(text("SELECT * FROM nowhere"))

    return app


@pytest.fixture
def without_database(settings: Settings) -> FastAPI:
    """Return an application with an unreachable database."""
    app = create_app(settings.model_copy(update={"database_url": UNREACHABLE}))

    @app.get("/rows")
    async def rows(database: DatabaseDep) -> int:
        return len(await database.fetch(text("SELECT 1")))

    return app


@pytest.mark.anyio
async def test_a_bug_is_a_500_that_reveals_nothing(
    buggy: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    async with asgi_client(buggy) as client:
        response = await client.get("/bug", headers={"X-Request-ID": "bug-1"})
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Request-ID"] == "bug-1"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "workings" not in response.text
    lines = [record.msg for record in caplog.records if record.levelno >= logging.INFO]
    assert {line["event"] for line in lines if isinstance(line, dict)} == {
        "unexpected_error",
        "request",
    }
    assert {line["request_id"] for line in lines if isinstance(line, dict)} == {"bug-1"}


@pytest.mark.anyio
async def test_a_missing_table_is_a_500_and_not_a_503(buggy: FastAPI) -> None:
    async with asgi_client(buggy) as client:
        assert (await client.get("/unmigrated")).status_code == 500


@pytest.mark.anyio
async def test_without_a_database_the_process_is_live_but_not_ready(
    without_database: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    started = time.monotonic()
    async with asgi_client(without_database) as client:
        assert (await client.get("/health/live")).status_code == 200
        ready = await client.get("/health/ready")
        lost = await client.get("/rows")
    assert time.monotonic() - started < 2
    assert (ready.status_code, lost.status_code) == (503, 503)
    assert "database" in json.loads(ready.text)["detail"]
    assert lost.headers["Retry-After"] == "1"
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    (entry,) = [line for line in lines if line["event"] == "database_unavailable"]
    assert "Connection refused" in entry["reason"]
