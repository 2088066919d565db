"""Load a server from a separate process; prints the response times as one line of JSON."""

import asyncio
import json
import statistics
import sys
import time
from dataclasses import dataclass, field

CLIENTS = 32


@dataclass(slots=True)
class LoadResult:
    """The times of all responses, and the number with an unexpected status."""

    seconds: list[float] = field(default_factory=list)
    unexpected: int = 0


async def send_repeatedly(
    port: int, requests: list[bytes], expected: bytes, end: float, result: LoadResult
) -> None:
    """Send requests one after another on one connection until `end`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while (started := time.perf_counter()) < end:
        writer.write(requests[number % len(requests)])
        number += 1
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
        result.seconds.append(time.perf_counter() - started)
        result.unexpected += not head.startswith(b"HTTP/1.1 " + expected)
    writer.close()


async def load(
    port: int, requests: list[bytes], expected: bytes, seconds: float, clients: int = CLIENTS
) -> LoadResult:
    """Run all clients concurrently; each starts with another request."""
    result = LoadResult()
    end = time.perf_counter() + seconds
    step = max(1, len(requests) // clients)
    sequences = [requests[client * step :] + requests[: client * step] for client in range(clients)]
    await asyncio.gather(*(send_repeatedly(port, sequence, expected, end, result) for sequence in sequences))
    return result


def main() -> None:
    """Read the port, the duration, the expected status, the requests and the number of clients from stdin."""
    workload = json.load(sys.stdin)
    requests = [request.encode() for request in workload["requests"]]
    expected = str(workload["status"]).encode()
    clients = workload.get("clients", CLIENTS)
    result = asyncio.run(load(workload["port"], requests, expected, workload["seconds"], clients))
    quantiles = statistics.quantiles(result.seconds, n=100)
    print(
        json.dumps(
            {
                "responses": len(result.seconds),
                "unexpected": result.unexpected,
                "p50_ms": quantiles[49] * 1000,
                "p99_ms": quantiles[98] * 1000,
            }
        )
    )


if __name__ == "__main__":
    main()
