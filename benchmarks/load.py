"""Ask a server as fast as it answers, from a process of its own; prints what it saw as one line of JSON."""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass, field

CLIENTS = 32


@dataclass(slots=True)
class Seen:
    """The times of all answers, and how many were not what they should be."""

    seconds: list[float] = field(default_factory=list)
    wrong: int = 0


async def visit(port: int, requests: list[bytes], wanted: bytes, end: float, seen: Seen) -> None:
    """Ask again and again on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while (started := time.perf_counter()) < end:
        writer.write(requests[number % len(requests)])
        number += 1
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
        seen.seconds.append(time.perf_counter() - started)
        seen.wrong += not head.startswith(b"HTTP/1.1 " + wanted)
    writer.close()


async def load(port: int, requests: list[bytes], wanted: bytes, seconds: float) -> Seen:
    """Let all clients ask at once; each begins at another request."""
    seen = Seen()
    end = time.perf_counter() + seconds
    step = max(1, len(requests) // CLIENTS)
    turns = [requests[client * step :] + requests[: client * step] for client in range(CLIENTS)]
    await asyncio.gather(*(visit(port, turn, wanted, end, seen) for turn in turns))
    return seen


def main() -> None:
    """Read port, duration, wanted status and requests from stdin."""
    order = json.load(sys.stdin)
    requests = [request.encode() for request in order["requests"]]
    wanted = str(order["status"]).encode()
    seen = asyncio.run(load(order["port"], requests, wanted, order["seconds"]))
    quantiles = statistics.quantiles(seen.seconds, n=100)
    print(
        json.dumps(
            {
                "answers": len(seen.seconds),
                "wrong": seen.wrong,
                "p50_ms": quantiles[49] * 1000,
                "p99_ms": quantiles[98] * 1000,
            }
        )
    )


if __name__ == "__main__":
    main()
