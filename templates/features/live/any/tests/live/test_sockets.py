"""Sockets and streams: their limits, their pings, and the stop of the server."""

import base64
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.live.live_client import (
    LIMIT,
    LIVE,
    close_code,
    open_socket,
    refusal_of,
    socket_of,
    stream_of,
    ticket_of,
)
from tests.support.problem import assert_problem
from tests.support.service import Service

MANY = 200
PING = 0x89  # the first byte of its frame


@pytest.mark.parametrize("message", ["x" * 4097, "é" * 2049, b"x" * 100_000])
def test_a_message_over_4_kib_closes_the_socket(owner: httpx2.Client, message: str | bytes) -> None:
    with socket_of(owner) as live:
        live.send(message)
        assert close_code(live) == 1009


def test_shorter_messages_are_ignored(owner: httpx2.Client) -> None:
    with socket_of(owner) as live:
        for message in ("{}", b"\0", "x" * 4096):
            live.send(message)
        assert live.ping().wait(LIMIT)


def test_the_server_pings(service: Service, owner: httpx2.Client) -> None:
    address = urlsplit(service.url)
    request = (
        f"GET {LIVE}?ticket={ticket_of(owner)} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(b'0123456789abcdef').decode()}\r\n"
        "Sec-WebSocket-Protocol: live.v1\r\n\r\n"
    )
    with (
        socket.create_connection((str(address.hostname), address.port), LIMIT) as client,
        client.makefile("rb") as received,
    ):
        client.sendall(request.encode())
        assert received.readline() == b"HTTP/1.1 101 Switching Protocols\r\n"
        while received.readline() != b"\r\n":
            pass
        assert received.read(1)[0] == PING


def test_a_stop_ends_connections_and_takes_no_longer(
    service: Service, owner: httpx2.Client
) -> None:
    with service.server() as (url, server):
        with socket_of(owner, url) as live, stream_of(owner, url) as stream:
            server.terminate()
            assert close_code(live) == 1012
            assert list(stream) == [("close", {"code": 1012})]
        server.wait(LIMIT)
    logs = [log.read_text(encoding="utf-8") for log in service.folder.glob("server-*.log")]
    assert not any("exceeded" in log or "Traceback" in log for log in logs)


def test_connections_take_no_place_of_requests(service: Service, owner: httpx2.Client) -> None:
    limits = httpx2.Limits(max_connections=None)
    with (
        httpx2.Client(headers=owner.headers, limits=limits, timeout=LIMIT) as client,
        ExitStack() as opened,
    ):
        for _ in range(MANY):
            opened.enter_context(socket_of(owner))
            opened.enter_context(stream_of(client, service.url))
        for path in ("/health/live", "/health/ready", "/api/openapi.json"):
            assert {owner.get(path).status_code for _ in range(20)} == {200}
        tickets = [ticket_of(owner) for _ in range(20)]
        assert len({*tickets}) == 20


def test_too_many_connections_are_503(service: Service, owner: httpx2.Client) -> None:
    with service.server(LIVE_MAX_CONNECTIONS="1") as (url, _):
        with socket_of(owner, url):
            refused = refusal_of(url, ticket_of(owner))
            assert_problem(refused, 503)
            assert refused.headers["Retry-After"] == "1"
            assert_problem(owner.get(f"{url}{LIVE}/events"), 503)
        with open_socket(url, ticket_of(owner)):
            pass
