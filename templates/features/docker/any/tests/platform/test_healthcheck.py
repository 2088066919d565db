"""The container's health check sends a request like any client."""

import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from backend.platform.healthcheck import a_name_among, is_alive, local_address
from backend.settings import ROOT, Settings
from tests.support.command import environment, serving

COMMAND = [sys.executable, "-m", "backend.platform.healthcheck"]
TRIES = 60


def test_a_server_that_responds_is_alive(base_url: str) -> None:
    port = urlsplit(base_url).port
    assert port is not None
    assert is_alive(("127.0.0.1", port), "localhost")
    assert not is_alive(("127.0.0.1", port), "not-allowed.example.com", "/api/docs")


@pytest.mark.parametrize("host", ["::", "127.0.0.2"])
def test_the_check_asks_the_address_that_is_listened_on(settings: Settings, host: str) -> None:
    changes = {"HOST": host, "ALLOWED_HOSTS": "shop.example.com"}
    with serving(settings, **changes) as (_, port):
        env = environment(settings, **{**changes, "PORT": str(port)})
        assert any(  # once the worker has started
            subprocess.run(COMMAND, cwd=ROOT, env=env, check=False).returncode == 0  # noqa: S603
            for _ in range(TRIES)
        )


def test_a_wildcard_address_is_reached_at_the_loopback_address() -> None:
    wildcards = {"0.0.0.0": "127.0.0.1", "::": "::1", "0:0::0": "::1"}  # noqa: S104
    assert {host: local_address(host) for host in wildcards} == wildcards
    for host in ("192.0.2.7", "::1", "shop.internal"):
        assert local_address(host) == host


def test_a_closed_port_is_not_alive() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert not is_alive(bound.getsockname(), "localhost")


def test_the_host_of_the_check_is_allowed() -> None:
    assert a_name_among(("shop.example.com", ".example.org")) == "shop.example.com"
    assert a_name_among(("*",)) == "localhost"
    assert a_name_among((".example.com",)) == "example.com"
