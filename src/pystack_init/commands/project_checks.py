"""What `doctor` asks a project, without importing it: its own tools in its own environment are asked."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pystack_init import toolchain
from pystack_init.answers import read_answers
from pystack_init.errors import AnswersUnreadable
from pystack_init.outcome import Check, Verdict
from pystack_init.render import ANSWERS_FILE

PATIENCE = 30.0
_LINE = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)
# Where development keeps its data while DATABASE_URL is not set, by the answer to `database`.
_STORES = {"sqlite": "db.sqlite3", "postgresql": ".postgresql"}
_MIGRATE = "uv run just migrate"
_AT_HEAD = ("alembic", "current", "--check-heads")
_BEHIND = "not on all head"


def enclosing_project(folder: Path) -> Path | None:
    """Find the project that a folder lies in."""
    return next((one for one in (folder, *folder.parents) if (one / ANSWERS_FILE).is_file()), None)


def read_env(file: Path) -> dict[str, str]:
    """Read the variables of an env file; one that cannot be read holds none."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return {}
    return {name: value.strip().strip("\"'") for name, value in _LINE.findall(text)}


def project_checks(project: Path, environ: Mapping[str, str]) -> Iterator[Check]:
    """Check `.env`, the dependencies, the database and its migrations."""
    settings = read_env(project / ".env") | dict(environ)
    yield _env_file(project, settings)
    installed = _dependencies(project)
    yield installed
    if installed.verdict is Verdict.PASS:
        yield from _database(project, settings, in_environment="DATABASE_URL" in environ)
    else:
        yield Check("database", Verdict.WARN, "Not asked: the dependencies come first", installed.mend)


def _env_file(project: Path, settings: Mapping[str, str]) -> Check:
    file = project / ".env"
    secrets = [name for name, value in read_env(project / ".env.example").items() if not value]
    unset = next((name for name in secrets if not settings.get(name)), None)
    if not file.is_file() and (unset or not settings.get("ENVIRONMENT")):
        return Check(".env", Verdict.FAIL, "There is no `.env`", "uv run just setup")
    if unset:
        random = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        return Check(".env", Verdict.FAIL, f"`{unset}` is not set", f'echo "{unset}=$({random})" >> .env')
    if file.is_file() and file.stat().st_mode & 0o077:
        return Check(".env", Verdict.WARN, "Others on this machine can read it", "chmod 600 .env")
    return Check(".env", Verdict.PASS, "Every secret is set")


def _dependencies(project: Path) -> Check:
    if not (project / ".venv").is_dir():
        return Check("dependencies", Verdict.FAIL, "They are not installed", "uv sync")
    if not _ask(project, "sync", "--check", "--offline").ok:
        return Check("dependencies", Verdict.FAIL, "They are not those that `uv.lock` names", "uv sync")
    return Check("dependencies", Verdict.PASS, "As `uv.lock` names them")


def _database(project: Path, settings: Mapping[str, str], *, in_environment: bool) -> Iterator[Check]:
    named = bool(settings.get("DATABASE_URL"))
    try:
        store = _STORES[read_answers(str(project / ANSWERS_FILE))["database"]]
    except (AnswersUnreadable, KeyError):
        yield Check(
            "database",
            Verdict.FAIL,
            f"`{ANSWERS_FILE}` does not say which",
            f"git checkout -- {ANSWERS_FILE}",
        )
        return
    # Asking would make the store: a checkup leaves nothing behind.
    if not named and not (project / store).exists():
        yield Check("database", Verdict.PASS, f"`{store}` is made with the first migration")
        yield Check("migrations", Verdict.FAIL, "None is applied", _MIGRATE)
        return
    ran = _ask(project, "run", "--no-sync", *_AT_HEAD)
    if not ran.ok and _BEHIND not in ran.said:
        mend = "unset DATABASE_URL" if in_environment else "${EDITOR:-vi} .env" if named else _MIGRATE
        last = ran.said.splitlines()[-1] if ran.said else "it said nothing"
        yield Check("database", Verdict.FAIL, f"It cannot be used: {last}", mend)
        return
    yield Check("database", Verdict.PASS, "It answers")
    if ran.ok:
        yield Check("migrations", Verdict.PASS, "All are applied")
    else:
        yield Check("migrations", Verdict.FAIL, "Not all are applied", _MIGRATE)


def _ask(project: Path, *arguments: str) -> toolchain.Ran:
    return toolchain.run([str(toolchain.find_uv() or "uv"), *arguments], project, timeout=PATIENCE)
