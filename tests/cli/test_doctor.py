"""`doctor` lists the problems of the machine and of a project, each with the command that fixes it."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import projects
from pystack_init.cli.main import main
from pystack_init.system.uv import how_to_get_uv

PYTHON = ".".join(map(str, sys.version_info[:3]))
Programs = Callable[..., None]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Put only these programs on PATH, each a line of shell."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def install(**scripts: str) -> None:
        for name, line in scripts.items():
            program = folder / name.replace("_", "-")
            program.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
            program.chmod(0o755)

    return install


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the project listen on a port that is free."""
    port = projects.free_port()
    monkeypatch.setenv("PORT", str(port))
    return port


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_port: int, programs: Programs) -> Path:
    """Create a project without dependencies on a machine without problems, and change to it."""
    del free_port
    programs(uv="echo uv 9.9.9", git="echo git version 9.9.9", docker="echo 9.9.9")
    monkeypatch.chdir(tmp_path)
    assert main(["new", "shop", "--defaults", "--no-install", "--no-git", "--quiet"]) == 0
    monkeypatch.chdir("shop")
    return tmp_path / "shop"


def checks(capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str, str | None]]:
    """Run `doctor --json`; return the status, the message and the fix of each check."""
    capsys.readouterr()
    main(["doctor", "--json"])
    found = json.loads(capsys.readouterr().out)["data"]["checks"]
    return {check["id"]: (check["status"], check["message"], check["fix"]) for check in found}


def test_a_bare_machine_gets_a_command_for_all_that_is_missing(
    capsys: pytest.CaptureFixture[str],
    free_port: int,
    programs: Programs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    programs(apt_get="exit 1")
    assert main(["doctor"]) == 0
    output = capsys.readouterr()
    assert output.out == (
        f"pass  python  Python {PYTHON}\n"
        "warn  uv      uv came with pystack-init, but it is not on PATH\n"
        f"              {how_to_get_uv()}\n"
        "warn  git     git is not installed, so `new` makes no first commit\n"
        "              sudo apt-get install git\n"
        "warn  docker  Docker is not installed; only images need it\n"
        "              sudo apt-get install docker.io\n"
        f"pass  port    Port {free_port} is free\n"
    )
    assert output.err == ""


def test_installed_programs_that_fail(
    capsys: pytest.CaptureFixture[str], free_port: int, programs: Programs
) -> None:
    del free_port
    programs(uv="exit 1", git="exit 1", docker="exit 1")
    assert main(["doctor"]) == 1
    assert capsys.readouterr().err == (
        "error: Failed checks: `uv`\n\nhint: Start with `pip install --force-reinstall uv`\n"
    )
    found = checks(capsys)
    assert found["uv"][0] == "fail"
    assert found["git"][:2] == ("warn", "git has no user.name and user.email")
    assert found["docker"][:2] == ("warn", "The Docker daemon is not running; only images need it")


def test_a_port_in_use(capsys: pytest.CaptureFixture[str], free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        found = checks(capsys)
    assert found["port"] == ("warn", f"Port {free_port} is in use", f"PORT={free_port + 1} uv run just dev")


def test_doctor_writes_nothing(project: Path) -> None:
    before = sorted(project.rglob("*"))
    assert main(["doctor", "--json"]) == 1
    assert sorted(project.rglob("*")) == before


def test_a_project_is_found_from_a_folder_inside_it(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "backend")
    assert ".env" in checks(capsys)


def test_a_missing_env_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".env").unlink()
    assert checks(capsys)[".env"] == ("fail", "`.env` is missing", "uv run just setup")


def test_an_env_file_that_others_can_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".env").chmod(0o644)
    assert checks(capsys)[".env"] == ("warn", "Other users of this machine can read `.env`", "chmod 600 .env")


def test_the_fix_of_a_file_works_in_the_current_folder(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".env").chmod(0o644)
    monkeypatch.chdir(project / "backend")
    assert checks(capsys)[".env"][2] == "chmod 600 ../.env"


def test_a_secret_that_is_not_set(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env = project / ".env"
    env.write_text("ENVIRONMENT=development\nTOKEN_SECRET=\n", encoding="utf-8")
    status, message, fix = checks(capsys)[".env"]
    assert (status, message) == ("fail", "`TOKEN_SECRET` is not set")
    subprocess.run(
        ["/bin/sh", "-c", str(fix)], check=True, env={"PATH": f"{Path(sys.executable).parent}:{os.defpath}"}
    )
    assert checks(capsys)[".env"] == ("pass", "Every secret is set", None)
    assert len(env.read_text(encoding="utf-8").rpartition("=")[2].strip()) == 64


@pytest.mark.parametrize(
    ("stack", "back"),
    [
        ("fastapi", "alembic downgrade base"),
        pytest.param("django_drf", "python manage.py migrate catalog zero", marks=pytest.mark.matrix),
        ("hybrid", "python manage.py migrate catalog zero"),
    ],
)
def test_the_database_of_an_installed_project(
    stack: str, back: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "shop", "--defaults", "--no-git", "--quiet", "--stack", stack]) == 0
    monkeypatch.chdir("shop")
    uv = shutil.which("uv") or ""
    found = checks(capsys)
    assert found["dependencies"] == ("pass", "In sync with `uv.lock`", None)
    assert found["database"] == ("pass", "The first migration will create `db.sqlite3`", None)
    assert found["migrations"] == (
        "warn",
        "No migration is applied yet; `just dev` applies them",
        "uv run just migrate",
    )
    assert not Path("db.sqlite3").exists()

    subprocess.run([uv, "run", "just", "migrate"], check=True)
    found = checks(capsys)
    assert found["database"] == ("pass", "The database responds", None)
    assert found["migrations"] == ("pass", "All migrations are applied", None)

    subprocess.run([uv, "run", *back.split()], check=True)
    assert checks(capsys)["migrations"] == ("fail", "Some migrations are not applied", "uv run just migrate")

    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    assert checks(capsys)["database"] == (
        "fail",
        (
            "The database check failed: connection failed: "
            'connection to server at "127.0.0.1", port 1 failed: Connection refused'
        ),
        "unset DATABASE_URL",
    )


def test_programs_that_do_not_respond_are_called_so(
    capsys: pytest.CaptureFixture[str],
    free_port: int,
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del free_port
    monkeypatch.setattr("pystack_init.commands.doctor.TIMEOUT", 0.5)
    programs(uv="exec /bin/sleep 60", docker="exec /bin/sleep 60")
    found = checks(capsys)
    assert found["uv"][0] == "warn"
    assert found["uv"][1].startswith("Timed out: `")
    assert found["docker"][:2] == ("warn", "Timed out: the Docker daemon did not respond within 0 s")


def test_dependencies_that_take_long_to_compare_are_not_called_out_of_sync(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, programs: Programs
) -> None:
    (project / ".venv").mkdir()
    monkeypatch.setattr("pystack_init.commands.database_checks.TIMEOUT", 0.5)
    programs(uv="exec /bin/sleep 60")
    found = checks(capsys)
    assert found["dependencies"] == (
        "warn",
        "Timed out: `uv sync --check` did not end within 120 s",
        "uv sync",
    )
