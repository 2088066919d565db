"""Let the project's own code, in its own environment, check its settings, database and migrations."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pystack_init.lifecycle.project import Project
from pystack_init.results.doctor import Check, CheckStatus
from pystack_init.system import programs, uv

ProgressCallback = Callable[[str], None]
# Generous, because a busy machine takes long to import a project; the database has a limit of its own.
TIMEOUT = 120.0
CONNECT_SECONDS = 10
_ATTEMPTS = 3
_MIGRATE = "uv run just migrate"
_NO_RESPONSE = "no response"
_SETTINGS = "from backend.settings import get_settings; url = get_settings().database_url.get_secret_value()"
# Not with the project's own pool, which hides the cause and gives up within a second.
_CONNECT = f"""{_SETTINGS}
import psycopg
try:
    psycopg.connect(url, connect_timeout={CONNECT_SECONDS}).close()
except psycopg.errors.ConnectionTimeout:
    raise SystemExit("{_NO_RESPONSE}")
except psycopg.Error as error:
    raise SystemExit(str(error).partition("\\n")[0])
"""
# Alembic's message for missing migrations; Django prints nothing then, and a traceback for a broken database.
_BEHIND = re.compile("not on all head|^$")
# The pool of a Django project waits 0.9 s for a connection, which a busy machine may exceed.
_POOL_IS_SLOW = "couldn't get a connection after"
# The first line of an exception below its traceback; SQLAlchemy appends the statement and a link.
_EXCEPTION = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception)\w*: .+$", re.MULTILINE)


def settings_refusal(path: Path, settings: Mapping[str, str]) -> str | None:
    """Return why the application refuses its settings; None also if it does not say so in time."""
    # In development without a URL, a project on PostgreSQL would start its database server.
    is_embedded = settings.get("ENVIRONMENT") == "development" and not settings.get("DATABASE_URL")
    completed = run_uv(
        path,
        *("run", "--no-sync", "python", "-c", _SETTINGS),
        variables={"DATABASE_URL": "sqlite:///db.sqlite3"} if is_embedded else {},
    )
    if completed.ok or completed.timed_out:
        return None
    refusals = re.findall("^error: (.+)$", completed.output, re.MULTILINE)
    return "; ".join(refusals) or _first_line(completed.output)


def database_checks(
    project: Project, settings: Mapping[str, str], fix: str, on_progress: ProgressCallback
) -> Iterator[Check]:
    """Check that the database responds and that every migration is applied; `fix` is for its URL."""
    url = settings.get("DATABASE_URL", "")
    # Connecting would create the database: `doctor` writes nothing.
    if not url and not project.development_data.exists():
        name = project.development_data.name
        yield Check("database", CheckStatus.PASS, f"The first migration will create `{name}`")
        yield Check(
            "migrations", CheckStatus.WARN, "No migration is applied yet; `just dev` applies them", _MIGRATE
        )
        return
    is_server = url.startswith("postgres")
    failure = _connect(project.path, url, on_progress) if is_server else None
    if failure:
        yield Check("database", CheckStatus.FAIL, failure, fix)
        return
    on_progress("Checking the migrations")
    completed = _migrations(project)
    applied, behind = completed.ok, not completed.timed_out and _BEHIND.search(completed.output)
    if not (applied or behind):
        # If the database has just responded, the failure is not the database's.
        name = "migrations" if is_server else "database"
        if is_server:
            yield Check("database", CheckStatus.PASS, "The database responds")
        message = f"The {name} check failed: {_first_line(completed.output)}"
        yield Check(name, CheckStatus.FAIL, message, fix if url and not is_server else _MIGRATE)
        return
    yield Check("database", CheckStatus.PASS, "The database responds")
    if applied:
        yield Check("migrations", CheckStatus.PASS, "All migrations are applied")
    else:
        yield Check("migrations", CheckStatus.FAIL, "Some migrations are not applied", _MIGRATE)


def run_uv(project: Path, *arguments: str, variables: Mapping[str, str] | None = None) -> programs.Completed:
    """Run uv in the project."""
    command = [str(uv.find_uv() or "uv"), *arguments]
    return programs.run(command, project, timeout=TIMEOUT, variables=variables)


def _connect(path: Path, url: str, on_progress: ProgressCallback) -> str | None:
    """Return why no connection to the server can be opened, or None."""
    parts = urlsplit(url)
    server = f"`{parts.hostname or 'localhost'}:{parts.port or 5432}`"
    on_progress(f"Connecting to the database at {server}, for up to {CONNECT_SECONDS} s")
    completed = run_uv(path, "run", "--no-sync", "python", "-c", _CONNECT)
    if completed.ok:
        return None
    reason = completed.output.rpartition("\n")[2]
    if reason == _NO_RESPONSE:
        return f"Timed out: the database at {server} did not respond within {CONNECT_SECONDS} s"
    return f"The database check failed: {reason}"


def _migrations(project: Project) -> programs.Completed:
    for _ in range(_ATTEMPTS):
        completed = run_uv(project.path, "run", "--no-sync", *project.stack.check_migrations)
        if _POOL_IS_SLOW not in completed.output:
            break
    return completed


def _first_line(output: str) -> str:
    """Return the first line of the last exception, or the last line of another output."""
    return (_EXCEPTION.findall(output) or output.splitlines()[-1:] or ["no output"])[-1]
