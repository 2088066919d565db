"""What `doctor` asks a project, without importing it: its own tools in its own environment are asked."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pystack_init.errors import AnswersUnreadable
from pystack_init.lifecycle.creation import ANSWERS_FILE
from pystack_init.planning.answers_file import read_answers
from pystack_init.results.doctor import Check, CheckStatus
from pystack_init.system import programs, uv
from pystack_init.system.dotenv import read_env, secrets_of

TIMEOUT = 30.0
# Where development keeps its data while DATABASE_URL is not set, by the answer to `database`.
_STORES = {"sqlite": "db.sqlite3", "postgresql": ".postgresql"}
_MIGRATE = "uv run just migrate"
_ALEMBIC, _DJANGO = ("alembic", "current", "--check-heads"), ("python", "manage.py", "migrate", "--check")
# Which tool of the project knows its migrations, by the answer to `stack`.
_MIGRATIONS = {"fastapi": _ALEMBIC, "django_drf": _DJANGO, "hybrid": _DJANGO}
# What Alembic says of a database that is behind; Django says nothing, and of one that it cannot use a lot.
_BEHIND = re.compile("not on all head|^$")
# SQLAlchemy's last line points to a page about the error, which the line before names.
_BACKGROUND_LINE = "(Background on this error"


def enclosing_project(folder: Path) -> Path | None:
    """Find the project that a folder lies in."""
    return next((one for one in (folder, *folder.parents) if (one / ANSWERS_FILE).is_file()), None)


def project_checks(project: Path, environ: Mapping[str, str]) -> Iterator[Check]:
    """Check `.env`, the dependencies, the database and its migrations."""
    settings = read_env(project / ".env") | dict(environ)
    yield _env_file(project, settings)
    installed = _dependencies(project)
    yield installed
    if installed.status is CheckStatus.PASS:
        yield from _database(project, settings, in_environment="DATABASE_URL" in environ)
    else:
        yield Check("database", CheckStatus.WARN, "Not asked: the dependencies come first", installed.fix)


def _env_file(project: Path, settings: Mapping[str, str]) -> Check:
    file = project / ".env"
    unset = next((name for name in secrets_of(project) if not settings.get(name)), None)
    if not file.is_file() and (unset or not settings.get("ENVIRONMENT")):
        return Check(".env", CheckStatus.FAIL, "There is no `.env`", "uv run just setup")
    if unset:
        random = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        return Check(
            ".env",
            CheckStatus.FAIL,
            f"`{unset}` is not set",
            f'echo "{unset}=$({random})" >> {_from_here(file)}',
        )
    if file.is_file() and file.stat().st_mode & 0o077:
        return Check(
            ".env", CheckStatus.WARN, "Others on this machine can read it", f"chmod 600 {_from_here(file)}"
        )
    return Check(".env", CheckStatus.PASS, "Every secret is set")


def _dependencies(project: Path) -> Check:
    if not (project / ".venv").is_dir():
        return Check("dependencies", CheckStatus.FAIL, "They are not installed", "uv sync")
    if not _ask(project, "sync", "--check", "--offline").ok:
        return Check("dependencies", CheckStatus.FAIL, "They are not those that `uv.lock` names", "uv sync")
    return Check("dependencies", CheckStatus.PASS, "As `uv.lock` names them")


def _database(project: Path, settings: Mapping[str, str], *, in_environment: bool) -> Iterator[Check]:
    named = bool(settings.get("DATABASE_URL"))
    try:
        answers = read_answers(str(project / ANSWERS_FILE))
        store, tool = _STORES[answers["database"]], _MIGRATIONS[answers["stack"]]
    except (AnswersUnreadable, KeyError):
        yield Check(
            "database",
            CheckStatus.FAIL,
            f"`{ANSWERS_FILE}` does not say which",
            f"git checkout -- {_from_here(project / ANSWERS_FILE)}",
        )
        return
    # Asking would make the store: a checkup leaves nothing behind.
    if not named and not (project / store).exists():
        yield Check("database", CheckStatus.PASS, f"`{store}` is made with the first migration")
        yield Check("migrations", CheckStatus.WARN, "None is applied yet; `just dev` applies them", _MIGRATE)
        return
    completed = _ask(project, "run", "--no-sync", *tool)
    if not completed.ok and not _BEHIND.search(completed.output):
        fix = (
            "unset DATABASE_URL"
            if in_environment
            else f"${{EDITOR:-vi}} {_from_here(project / '.env')}"
            if named
            else _MIGRATE
        )
        last = [line for line in completed.output.splitlines() if not line.startswith(_BACKGROUND_LINE)][-1]
        yield Check("database", CheckStatus.FAIL, f"It cannot be used: {last}", fix)
        return
    yield Check("database", CheckStatus.PASS, "It answers")
    if completed.ok:
        yield Check("migrations", CheckStatus.PASS, "All are applied")
    else:
        yield Check("migrations", CheckStatus.FAIL, "Not all are applied", _MIGRATE)


def _from_here(file: Path) -> str:
    """Spell a file as somebody who stands below it can type it."""
    return programs.shell(os.path.relpath(file))


def _ask(project: Path, *arguments: str) -> programs.Completed:
    return programs.run([str(uv.find_uv() or "uv"), *arguments], project, timeout=TIMEOUT)
