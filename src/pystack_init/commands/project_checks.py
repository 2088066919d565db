"""Check a project for `doctor`: run its own tools in its own environment, and import none of its code."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from pystack_init.commands.database_checks import (
    TIMEOUT,
    ProgressCallback,
    database_checks,
    run_uv,
    settings_refusal,
)
from pystack_init.errors import AnswersUnreadable
from pystack_init.lifecycle.project import ANSWERS_FILE, Project
from pystack_init.results.doctor import Check, CheckStatus
from pystack_init.system import programs
from pystack_init.system.dotenv import read_env, secrets_of
from pystack_init.system.workspace import enclosing_workspace


def project_checks(
    project: Path, environ: Mapping[str, str], on_progress: ProgressCallback
) -> Iterator[Check]:
    """Check `.env`, the dependencies, the database and its migrations."""
    settings = read_env(project / ".env") | dict(environ)
    env_file = _env_file(project, settings)
    on_progress("Checking the dependencies")
    installed = _dependencies(project)
    if installed.status is CheckStatus.PASS and env_file.status is not CheckStatus.FAIL:
        on_progress("Checking the settings")
        env_file = _refused(project, settings, environ) or env_file
    yield env_file
    yield installed
    if installed.status is not CheckStatus.PASS:
        yield Check(
            "database", CheckStatus.WARN, "Not checked: install the dependencies first", installed.fix
        )
    elif env_file.status is CheckStatus.FAIL:
        yield Check("database", CheckStatus.WARN, "Not checked: fix the settings first", env_file.fix)
    else:
        yield from _database(project, settings, environ, on_progress)


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


def _refused(project: Path, settings: Mapping[str, str], environ: Mapping[str, str]) -> Check | None:
    """Let the application read its settings."""
    refusal = settings_refusal(project, settings)
    if refusal is None:
        return None
    message = f"The application refuses its settings: {refusal}"
    return Check(".env", CheckStatus.FAIL, message, _fix_of(refusal.partition(":")[0], project, environ))


def _dependencies(project: Path) -> Check:
    root = enclosing_workspace(project) or project  # a workspace has one environment for its members
    if not (root / ".venv").is_dir():
        return Check("dependencies", CheckStatus.FAIL, "The dependencies are not installed", "uv sync")
    completed = run_uv(project, "sync", "--check", "--offline")
    if completed.timed_out:
        message = f"Timed out: `uv sync --check` did not end within {TIMEOUT:.0f} s"
        return Check("dependencies", CheckStatus.WARN, message, "uv sync")
    if not completed.ok:
        return Check("dependencies", CheckStatus.FAIL, "Not in sync with `uv.lock`", "uv sync")
    return Check("dependencies", CheckStatus.PASS, "In sync with `uv.lock`")


def _database(
    path: Path, settings: Mapping[str, str], environ: Mapping[str, str], on_progress: ProgressCallback
) -> Iterator[Check]:
    try:
        project = Project.read(path)
    except AnswersUnreadable:
        fix = f"git checkout -- {_from_here(path / ANSWERS_FILE)}"
        yield Check("database", CheckStatus.FAIL, f"`{ANSWERS_FILE}` has no valid stack or database", fix)
        return
    yield from database_checks(project, settings, _fix_of("DATABASE_URL", path, environ), on_progress)


def _fix_of(variable: str, project: Path, environ: Mapping[str, str]) -> str:
    """Return the command that changes a variable where it is set."""
    return f"unset {variable}" if variable in environ else f"${{EDITOR:-vi}} {_from_here(project / '.env')}"


def _from_here(file: Path) -> str:
    """Write a path relative to the current folder, quoted for a shell."""
    return programs.shell(os.path.relpath(file))
