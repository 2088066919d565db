"""Check a project for `doctor`: run its own tools in its own environment, and import none of its code."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pystack_init.errors import AnswersUnreadable
from pystack_init.lifecycle.project import ANSWERS_FILE, Project
from pystack_init.results.doctor import Check, CheckStatus
from pystack_init.system import programs, uv
from pystack_init.system.dotenv import read_env, secrets_of

TIMEOUT = 30.0
_MIGRATE = "uv run just migrate"
# Alembic's message for missing migrations; Django prints nothing then, and a traceback for a broken database.
_BEHIND = re.compile("not on all head|^$")
# SQLAlchemy's last line is a link about the error in the line before.
_BACKGROUND_LINE = "(Background on this error"


def project_checks(project: Path, environ: Mapping[str, str]) -> Iterator[Check]:
    """Check `.env`, the dependencies, the database and its migrations."""
    settings = read_env(project / ".env") | dict(environ)
    yield _env_file(project, settings)
    installed = _dependencies(project)
    yield installed
    if installed.status is CheckStatus.PASS:
        yield from _database(project, settings, in_environment="DATABASE_URL" in environ)
    else:
        yield Check(
            "database", CheckStatus.WARN, "Not checked: install the dependencies first", installed.fix
        )


def _env_file(project: Path, settings: Mapping[str, str]) -> Check:
    file = project / ".env"
    unset = next((name for name in secrets_of(project) if not settings.get(name)), None)
    if not file.is_file() and (unset or not settings.get("ENVIRONMENT")):
        return Check(".env", CheckStatus.FAIL, "`.env` is missing", "uv run just setup")
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
            ".env",
            CheckStatus.WARN,
            "Other users of this machine can read `.env`",
            f"chmod 600 {_from_here(file)}",
        )
    return Check(".env", CheckStatus.PASS, "Every secret is set")


def _dependencies(project: Path) -> Check:
    if not (project / ".venv").is_dir():
        return Check("dependencies", CheckStatus.FAIL, "The dependencies are not installed", "uv sync")
    if not _run_uv(project, "sync", "--check", "--offline").ok:
        return Check("dependencies", CheckStatus.FAIL, "Not in sync with `uv.lock`", "uv sync")
    return Check("dependencies", CheckStatus.PASS, "In sync with `uv.lock`")


def _database(path: Path, settings: Mapping[str, str], *, in_environment: bool) -> Iterator[Check]:
    try:
        project = Project.read(path)
    except AnswersUnreadable:
        fix = f"git checkout -- {_from_here(path / ANSWERS_FILE)}"
        yield Check("database", CheckStatus.FAIL, f"`{ANSWERS_FILE}` has no valid stack or database", fix)
        return
    has_url = bool(settings.get("DATABASE_URL"))
    # Connecting would create the database: `doctor` writes nothing.
    if not has_url and not project.development_data.exists():
        name = project.development_data.name
        yield Check("database", CheckStatus.PASS, f"The first migration will create `{name}`")
        yield Check(
            "migrations", CheckStatus.WARN, "No migration is applied yet; `just dev` applies them", _MIGRATE
        )
        return
    completed = _run_uv(path, "run", "--no-sync", *project.stack.check_migrations)
    if not completed.ok and not _BEHIND.search(completed.output):
        lines = [line for line in completed.output.splitlines() if not line.startswith(_BACKGROUND_LINE)]
        fix = _fix_of_database(path, has_url=has_url, in_environment=in_environment)
        yield Check("database", CheckStatus.FAIL, f"The database check failed: {lines[-1]}", fix)
        return
    yield Check("database", CheckStatus.PASS, "The database responds")
    if completed.ok:
        yield Check("migrations", CheckStatus.PASS, "All migrations are applied")
    else:
        yield Check("migrations", CheckStatus.FAIL, "Some migrations are not applied", _MIGRATE)


def _fix_of_database(path: Path, *, has_url: bool, in_environment: bool) -> str:
    if in_environment:
        return "unset DATABASE_URL"
    return f"${{EDITOR:-vi}} {_from_here(path / '.env')}" if has_url else _MIGRATE


def _from_here(file: Path) -> str:
    """Write a path relative to the current folder, quoted for a shell."""
    return programs.shell(os.path.relpath(file))


def _run_uv(project: Path, *arguments: str) -> programs.Completed:
    return programs.run([str(uv.find_uv() or "uv"), *arguments], project, timeout=TIMEOUT)
