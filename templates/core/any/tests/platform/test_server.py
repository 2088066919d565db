"""The server process: what it rejects, whom it allows, and a stop that loses no request."""

import signal
import socket

import httpx2
import pytest

from backend.platform.serve import listen
from backend.settings import Settings
from tests.support.command import serving, wait_until_ready
from tests.support.problem import assert_problem

HEAD = b"POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
ORIGIN = "https://shop.example.com"


def test_a_stop_completes_open_requests(settings: Settings) -> None:
    with (
        serving(settings) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=60) as client,
    ):
        client.sendall(HEAD + b"half")
        wait_until_ready(port)
        server.send_signal(signal.SIGTERM)
        client.sendall(b"-half")
        assert client.recv(4096).startswith(b"HTTP/1.1 404 ")
        assert server.wait(timeout=60) == 0


def test_only_the_origins_of_the_settings_are_allowed(settings: Settings) -> None:
    with serving(settings, CORS_ORIGINS=ORIGIN) as (_, port):
        wait_until_ready(port)
        with httpx2.Client(base_url=f"http://localhost:{port}", timeout=60) as client:
            request = {"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH"}
            allowed = client.options("/api/v1/any", headers=request)
            assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
            request["Origin"] = "https://evil.example.com"
            assert_problem(client.options("/api/v1/any", headers=request), 400)


def test_no_origin_is_allowed_by_default(anonymous: httpx2.Client) -> None:
    response = anonymous.get("/health/live", headers={"Origin": ORIGIN})
    assert not [name for name in response.headers if name.startswith("access-control")]


def test_long_headers_are_rejected(anonymous: httpx2.Client) -> None:
    assert_problem(anonymous.get("/api/docs", headers={"X-Long": "x" * 100_000}), 431)


def test_a_port_in_use_is_named(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf":{port}: the port is in use, choose another PORT"):
            listen(settings.model_copy(update={"port": port}))
