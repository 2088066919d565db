"""Connect to live updates in these tests, and read their messages."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, cast

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.support.event_stream import events_of

LIVE = "/api/v1/live"
LIMIT = 60  # seconds, which only a hang reaches


def ticket_of(client: httpx2.Client) -> str:
    """Request a ticket."""
    response = client.post(f"{LIVE}/tickets")
    assert response.status_code == 201, response.text
    return cast("str", response.json()["ticket"])


def open_socket(
    url: str, ticket: str, offered: Sequence[str] = ("live.v1",), **headers: str
) -> ClientConnection:
    """Open a WebSocket with a ticket, and with more headers."""
    return connect(
        f"{url.replace('http', 'ws', 1)}{LIVE}?ticket={ticket}",
        additional_headers=headers,
        open_timeout=LIMIT,
        proxy=None,
        subprotocols=[Subprotocol(each) for each in offered] or None,
    )


def socket_of(client: httpx2.Client, url: str = "") -> ClientConnection:
    """Open a WebSocket for the user of a client, at the same server or at another one."""
    return open_socket(url or str(client.base_url).rstrip("/"), ticket_of(client))


def refusal_of(
    url: str, ticket: str, offered: Sequence[str] = ("live.v1",), **headers: str
) -> httpx2.Response:
    """Open a WebSocket that is refused, and return the response."""
    with pytest.raises(InvalidStatus) as refused:
        open_socket(url, ticket, offered, **headers)
    response = refused.value.response
    received = [*response.headers.raw_items()]
    return httpx2.Response(response.status_code, headers=received, content=bytes(response.body))


def read(socket: ClientConnection) -> dict[str, str]:
    """Wait for the next message."""
    return cast("dict[str, str]", json.loads(socket.recv(timeout=LIMIT)))


def close_code(socket: ClientConnection) -> int | None:
    """Read until the server closes a WebSocket, and return the code; None: it was cut."""
    with suppress(ConnectionClosed):
        while True:
            socket.recv(timeout=LIMIT)
    return socket.close_code


@contextmanager
def stream_of(
    client: httpx2.Client, url: str = "", ticket: str = ""
) -> Iterator[Iterator[tuple[str, dict[str, Any]]]]:
    """Open a stream of server-sent events, and yield the names and the data of its events."""
    path = f"{url}{LIVE}/events" + (f"?ticket={ticket}" if ticket else "")
    with client.stream("GET", path, timeout=LIMIT) as response:
        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield events_of(response)
