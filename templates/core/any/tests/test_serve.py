"""The production command: what it says when it cannot start."""

import socket
import subprocess

from backend.settings import ROOT, Settings
from tests.command import COMMAND, environment


def startup_error(settings: Settings, **changes: str) -> tuple[int, str]:
    finished = subprocess.run(  # noqa: S603
        COMMAND,
        cwd=ROOT,
        env=environment(settings, **changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return finished.returncode, finished.stderr


def test_a_taken_port_is_said_in_one_line(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = startup_error(settings, PORT=str(port))
    assert code == 1
    assert said == f"error: cannot listen on 127.0.0.1:{port}: it is taken, choose another PORT\n"


def test_a_bad_value_is_said_in_one_line_without_the_value(settings: Settings) -> None:
    code, said = startup_error(settings, WORKERS="hunter2")
    assert code == 1
    assert said.startswith("error: WORKERS: ")
    assert said.count("\n") == 1
    assert "hunter2" not in said


def test_workers_that_the_database_could_not_serve_are_refused(settings: Settings) -> None:
    code, said = startup_error(settings, WORKERS="9", DATABASE_URL="postgresql://localhost/x")
    assert (code, said.count("\n")) == (1, 1)
    assert "DATABASE_MAX_CONNECTIONS" in said


def test_a_host_in_the_spelling_of_another_framework_is_refused(settings: Settings) -> None:
    code, said = startup_error(settings, ALLOWED_HOSTS="shop.example,*.example.com")
    assert code == 1
    assert said == (
        "error: ALLOWED_HOSTS: write .example.com, without a *, for a name and all below it\n"
    )
