"""The production command: its error messages when it cannot start."""

import re
import socket
import subprocess

import pytest

from backend.settings import ROOT, Settings
from tests.support.command import COMMAND, environment


def run_server(settings: Settings, **changes: str) -> tuple[int, str]:
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


def test_a_port_in_use_is_a_one_line_error(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, error = run_server(settings, PORT=str(port))
    assert code == 1
    reason = "the port is in use, choose another PORT"
    assert error == f"error: cannot listen on 127.0.0.1:{port}: {reason}\n"


def test_an_ipv6_address_is_printed_in_brackets(settings: Settings) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        port = taken.getsockname()[1]
        code, error = run_server(settings, HOST="::1", PORT=str(port))
    assert code == 1
    assert error.startswith(f"error: cannot listen on [::1]:{port}: ")
    with subprocess.Popen(  # noqa: S603
        COMMAND, cwd=ROOT, env=environment(settings, HOST="::1"), stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr
        lines = iter(server.stderr.readline, "")
        url = next(line for line in lines if "Serving on" in line).split()[-1]
        server.terminate()
        server.communicate()
    assert re.fullmatch(r"http://\[::1\]:\d+", url)


def test_an_invalid_value_is_a_one_line_error_without_the_value(settings: Settings) -> None:
    code, error = run_server(settings, WORKERS="hunter2")
    assert code == 1
    assert error.startswith("error: WORKERS: ")
    assert error.count("\n") == 1
    assert "hunter2" not in error


def test_more_workers_than_the_database_has_connections_for_are_refused(settings: Settings) -> None:
    code, error = run_server(settings, WORKERS="9", DATABASE_URL="postgresql://localhost/x")
    assert (code, error.count("\n")) == (1, 1)
    assert "DATABASE_MAX_CONNECTIONS" in error


def test_a_host_pattern_of_another_framework_is_refused(settings: Settings) -> None:
    code, error = run_server(settings, ALLOWED_HOSTS="shop.example,*.example.com")
    assert code == 1
    assert error == (
        "error: ALLOWED_HOSTS: write .example.com, without a *, for a domain and its subdomains\n"
    )


@pytest.mark.parametrize("proxies", ["not-an-ip", "127.0.0.1,10.0.0.1/8", "*,127.0.0.1"])
def test_a_proxy_that_is_not_an_address_is_refused(settings: Settings, proxies: str) -> None:
    code, error = run_server(settings, TRUSTED_PROXIES=proxies)
    assert code == 1
    assert error == (
        "error: TRUSTED_PROXIES: write IP addresses or networks such as 10.0.0.0/8, or a single *\n"
    )
