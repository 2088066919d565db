"""A token is checked before a session is opened: a refusal never waits for the database."""

from collections.abc import Iterator

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

METHODS = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def protected(app: FastAPI) -> list[tuple[str, str]]:
    """Return the method and path of every operation that changes data and needs a token."""
    found = [
        (method, path.replace("{", "").replace("}", ""))
        for path, operations in app.openapi()["paths"].items()
        for method in METHODS
        if {} not in operations.get(method.lower(), {}).get("security", [{}])
    ]
    assert ("PATCH", "/api/v1/users/me") in found
    return found


@pytest.fixture
def write_lock(engine: Engine) -> Iterator[None]:
    """Hold SQLite's write lock, as another process would."""
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    with engine.connect() as other:
        other.connection.dbapi_connection.isolation_level = None  # type: ignore[union-attr]
        other.exec_driver_sql("BEGIN IMMEDIATE")
        yield
        other.exec_driver_sql("ROLLBACK")


@pytest.mark.usefixtures("write_lock")
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer a.b.c"}], ids=["none", "bad"])
def test_without_a_token_every_change_is_401_while_the_database_is_locked(
    protected: list[tuple[str, str]], base_url: str, headers: dict[str, str]
) -> None:
    with httpx2.Client(base_url=base_url, headers=headers, timeout=60) as client:
        refused = {each: client.request(*each, json={}).status_code for each in protected}
    assert refused == dict.fromkeys(protected, 401)
