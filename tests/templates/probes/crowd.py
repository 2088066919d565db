"""Many clients at once, over plain sockets: cheap enough to ask a server more than it can answer."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

HOST = "127.0.0.1"
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass(slots=True)
class Outcome:
    """What a crowd was answered."""

    answers: list[Answer] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    def statuses(self) -> set[int]:
        """Name every status that came."""
        return {answer.status for answer in self.answers}

    def slowest(self, share: float = 1.0) -> float:
        """Give the longest time of the quickest `share` of all answers."""
        seconds = sorted(answer.seconds for answer in self.answers)
        return seconds[max(0, int(len(seconds) * share) - 1)]


def port_of(url: str) -> int:
    """Read the port of a server's address."""
    return int(url.rpartition(":")[2])


def written(method: str, path: str, body: Any = None, token: str = "") -> bytes:
    """Write a request as it goes over the wire."""
    payload = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if payload:
        lines += ["Content-Type: application/json", f"Content-Length: {len(payload)}"]
    return "\r\n".join([*lines, "", ""]).encode() + payload


async def read(reader: asyncio.StreamReader, started: float) -> Answer:
    """Read one answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(int(first.split()[1]), headers, body, time.perf_counter() - started)


async def ask(port: int, request: bytes) -> Answer:
    """Ask once, on a connection of its own."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        return await asyncio.wait_for(read(reader, started), PATIENCE)
    finally:
        writer.close()


async def visit(port: int, request: bytes, outcome: Outcome, until: Callable[[], bool]) -> None:
    """Ask again and again on one connection, and open another when it is closed."""
    while not until():
        try:
            reader, writer = await asyncio.open_connection(HOST, port)
        except OSError as error:
            outcome.failures[type(error).__name__] += 1
            await asyncio.sleep(0.05)
            continue
        try:
            while not until():
                started = time.perf_counter()
                writer.write(request)
                answer = await asyncio.wait_for(read(reader, started), PATIENCE)
                outcome.answers.append(answer)
                if answer.headers.get("connection") == "close":
                    break
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            outcome.failures[type(error).__name__] += 1
        finally:
            writer.close()


async def crowd(port: int, request: bytes, clients: int, seconds: float) -> Outcome:
    """Let that many clients ask as fast as they are answered."""
    outcome = Outcome()
    end = time.monotonic() + seconds
    visits = (visit(port, request, outcome, lambda: time.monotonic() > end) for _ in range(clients))
    await asyncio.gather(*visits)
    return outcome


async def at_once(asked: Iterable[Awaitable[Answer]]) -> Outcome:
    """Ask different things at the same time."""
    outcome = Outcome()
    for answer in await asyncio.gather(*asked, return_exceptions=True):
        if isinstance(answer, Answer):
            outcome.answers.append(answer)
        else:
            outcome.failures[repr(answer)] += 1
    return outcome


def join(url: str, email: str = "ada@example.com", password: str = "tangerine lamp 42") -> str:  # noqa: S107 - lives for a test
    """Register somebody and sign them in; gives the access token."""
    with httpx.Client(base_url=url) as client:
        made = client.post("/api/v1/auth/register", json={"email": email, "password": password})
        assert made.status_code == httpx.codes.CREATED, made.text
        form = {"username": email, "password": password}
        return str(client.post("/api/v1/auth/token", data=form).json()["access_token"])


def stock(url: str, token: str, products: int) -> None:
    """Put live products on the product_client."""
    bodies = ({"name": f"Tea {number}", "price": "4.50", "status": "live"} for number in range(products))

    async def fill() -> None:
        reader, writer = await asyncio.open_connection(HOST, port_of(url))
        for body in bodies:
            writer.write(written("POST", "/api/v1/products", body, token))
            answer = await read(reader, time.perf_counter())
            assert answer.status == httpx.codes.CREATED, answer.body
        writer.close()

    asyncio.run(fill())
