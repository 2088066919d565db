"""Open sockets, publish messages, and print what they cost the server as one line of JSON.

Arguments: the URL of the server, the URL of the bus, the process of the server, the number of sockets and of
messages. It runs in the environment of a project.
"""

import asyncio
import json
import os
import resource
import statistics
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import httpx2
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect

TICKS = os.sysconf("SC_CLK_TCK")
AT_ONCE = 20  # handshakes


def message() -> str:
    """Return the text of a change, as a project publishes it."""
    everyone = {"is_public": True, "owner_id": None}
    change = {"subject": "product", "id": str(uuid4()), "before": None, "after": everyone}
    return json.dumps(change | {"at": "2026-11-30T00:00:00Z"})


def memory(process: str) -> float:
    """Return the memory of the server in kB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return float(status.partition("VmRSS:")[2].split()[0])


def cpu_seconds(process: str) -> float:
    """Return the CPU time that the server has used."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


async def open_sockets(stack: AsyncExitStack, url: str, number: int) -> list[ClientConnection]:
    """Open sockets, each with a ticket where the server issues them."""
    api = await stack.enter_async_context(httpx2.AsyncClient(base_url=url, trust_env=False, timeout=60))

    async def open_one() -> ClientConnection:
        response = await api.post("/api/v1/live/tickets")
        ticket = response.json()["ticket"] if response.is_success else ""
        address = f"{url.replace('http', 'ws', 1)}/api/v1/live?ticket={ticket}"
        opening = connect(address, subprotocols=["live.v1"], proxy=None, ping_interval=None)
        return await stack.enter_async_context(opening)

    opened: list[ClientConnection] = []
    for start in range(0, number, AT_ONCE):
        rest = min(AT_ONCE, number - start)
        opened += await asyncio.gather(*(open_one() for _ in range(rest)))
    return opened


async def send(bus: Redis, sockets: list[ClientConnection], messages: int) -> list[float]:
    """Publish messages one after another; return the seconds until all sockets had each."""
    seconds = []
    for _ in range(messages):
        started = time.perf_counter()
        await bus.publish("live", message())
        await asyncio.gather(*(socket.recv() for socket in sockets))
        seconds.append(time.perf_counter() - started)
    return seconds


async def main(url: str, bus_url: str, process: str, number: int, messages: int) -> None:
    """Measure, after a few sockets that load what is loaded once."""
    bus = Redis.from_url(bus_url)
    async with AsyncExitStack() as stack:
        await send(bus, await open_sockets(stack, url, AT_ONCE), 20)
    await asyncio.sleep(0.5)
    async with AsyncExitStack() as stack:
        before = memory(process)
        sockets = await open_sockets(stack, url, number)
        used, cpu = memory(process) - before, cpu_seconds(process)
        seconds = await send(bus, sockets, messages)
        cpu = cpu_seconds(process) - cpu
    quantiles = statistics.quantiles(seconds, n=100)
    figures = {
        "kb_a_socket": used / number,
        "cpu_us_a_message": cpu * 1e6 / (number * messages),
        "p50_ms": quantiles[49] * 1000,
        "p99_ms": quantiles[98] * 1000,
    }
    print(json.dumps(figures))
    await bus.aclose()


if __name__ == "__main__":
    hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard_limit, hard_limit))
    asyncio.run(main(*sys.argv[1:4], *map(int, sys.argv[4:])))
