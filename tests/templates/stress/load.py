"""A load generator on plain sockets, light enough to overload the server under test."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from waiting import LIMIT, PAUSE, http_client

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Response:
    """A response, and how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass(slots=True)
class LoadResult:
    """The responses and the connection errors of a load run, and the requests that wait for a response."""

    responses: list[Response] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    pending: set[object] = field(default_factory=set)

    def statuses(self) -> set[int]:
        """Return the distinct status codes."""
        return set(self.counts())

    def counts(self) -> Counter[int]:
        """Count the responses of each status code."""
        return Counter(response.status for response in self.responses)

    def report(self, name: str) -> None:
        """Print the response times. A busy machine may take any time, so tests do not assert them."""
        for status, count in sorted(self.counts().items()):
            times = sorted(each.seconds * 1000 for each in self.responses if each.status == status)
            middle, late = times[count // 2], times[count * 95 // 100]
            print(f"{name}: {count} x {status}, p50 {middle:.0f} p95 {late:.0f} max {times[-1]:.0f} ms")


def port_of(url: str) -> int:
    """Return the port of a server's URL."""
    return int(url.rpartition(":")[2])


def encode_request(method: str, path: str, body: Any = None, token: str = "") -> bytes:
    """Encode an HTTP/1.1 request, with a JSON body and a bearer token if they are given."""
    payload = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if payload:
        lines += ["Content-Type: application/json", f"Content-Length: {len(payload)}"]
    return "\r\n".join([*lines, "", ""]).encode() + payload


async def read_response(reader: asyncio.StreamReader, started: float) -> Response:
    """Read one response."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Response(int(first.split()[1]), headers, body, time.perf_counter() - started)


async def send(port: int, request: bytes) -> Response:
    """Send one request on a new connection; raises TimeoutError after LIMIT seconds."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        return await asyncio.wait_for(read_response(reader, started), LIMIT)
    finally:
        writer.close()


async def send_repeatedly(port: int, request: bytes, result: LoadResult, ended: Callable[[], bool]) -> None:
    """Send the request repeatedly on one connection; reconnect when the server closes it."""
    sent: object = None
    while not ended():
        try:
            reader, writer = await asyncio.open_connection(HOST, port)
        except OSError as error:
            result.errors[type(error).__name__] += 1
            await asyncio.sleep(0.05)
            continue
        try:
            while not ended():
                started, sent = time.perf_counter(), object()
                result.pending.add(sent)
                writer.write(request)
                response = await asyncio.wait_for(read_response(reader, started), LIMIT)
                result.pending.discard(sent)
                result.responses.append(response)
                if response.headers.get("connection") == "close":
                    break
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            result.errors[type(error).__name__] += 1
        finally:
            result.pending.discard(sent)
            writer.close()


async def run_load(port: int, request: bytes, clients: int, each: int) -> LoadResult:
    """Run concurrent clients that each send `each` requests, the next one as soon as they have a response."""
    result = LoadResult()

    async def run_client() -> None:
        own = LoadResult()
        await send_repeatedly(port, request, own, lambda: len(own.responses) + own.errors.total() >= each)
        result.responses += own.responses
        result.errors += own.errors

    await asyncio.gather(*(run_client() for _ in range(clients)))
    return result


@asynccontextmanager
async def under_load(port: int, request: bytes, clients: int) -> AsyncIterator[LoadResult]:
    """Run clients that send the request repeatedly until the block ends, then wait for the last responses."""
    result, ended = LoadResult(), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(clients):
            tasks.create_task(send_repeatedly(port, request, result, ended.is_set))
        try:
            yield result
        finally:
            ended.set()


async def until(condition: Callable[[], object]) -> None:
    """Wait until a condition is true; raises TimeoutError after LIMIT seconds."""
    async with asyncio.timeout(LIMIT):
        while not condition():  # noqa: ASYNC110 - what it depends on sets no event
            await asyncio.sleep(PAUSE)


async def send_concurrently(requests: Iterable[Awaitable[Response]]) -> LoadResult:
    """Send different requests at the same time."""
    result = LoadResult()
    for response in await asyncio.gather(*requests, return_exceptions=True):
        if isinstance(response, Response):
            result.responses.append(response)
        else:
            result.errors[repr(response)] += 1
    return result


def register_and_sign_in(
    url: str,
    email: str = "ada@example.com",
    password: str = "tangerine lamp 42",  # noqa: S107 - of a user who exists for one test
) -> str:
    """Register a user, sign in and return the access token."""
    with http_client(base_url=url) as client:
        created = client.post("/api/v1/auth/register", json={"email": email, "password": password})
        assert created.status_code == httpx.codes.CREATED, created.text
        form = {"username": email, "password": password}
        return str(client.post("/api/v1/auth/token", data=form).json()["access_token"])


def create_products(url: str, token: str, products: int) -> None:
    """Create live products through the API."""
    bodies = ({"name": f"Tea {number}", "price": "4.50", "status": "live"} for number in range(products))

    async def fill() -> None:
        reader, writer = await asyncio.open_connection(HOST, port_of(url))
        for body in bodies:
            writer.write(encode_request("POST", "/api/v1/products", body, token))
            response = await read_response(reader, time.perf_counter())
            assert response.status == httpx.codes.CREATED, response.body
        writer.close()

    asyncio.run(fill())
