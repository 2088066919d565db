"""A worker that is killed under load costs at most one GET behind the shipped proxy, and is replaced."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from projects import Server
from proxy import proxied
from waiting import http_client, wait_until

CLIENTS, KILLS, BETWEEN = 8, 3, 100
BROKEN = "the response broke off"

pytestmark = pytest.mark.matrix


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_killed_worker_costs_at_most_one_read(
    boot: Callable[..., Server], address: str, shop: Path, tmp_path: Path
) -> None:
    server = boot(address, WORKERS="2", TRUSTED_PROXIES="127.0.0.1")
    # Both proxies of a hybrid import the same options; one is enough for one process.
    caddyfile = tmp_path / "Caddyfile"
    caddyfile.write_text(one_upstream(shop), encoding="utf-8")
    responses: Counter[int | str] = Counter()
    seen: list[int] = []
    stopped = threading.Event()

    def read(client: httpx.Client) -> None:
        while not stopped.is_set():
            try:
                responses[client.get("/api/v1/products").status_code] += 1
            except httpx.RemoteProtocolError:
                responses[BROKEN] += 1

    with (
        proxied(server.url, caddyfile, tmp_path) as proxy,
        http_client(base_url=proxy) as client,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        reading = [pool.submit(read, client) for _ in range(CLIENTS)]
        try:
            for _ in range(KILLS):
                wait_until(lambda: len(workers(server)) == 2, "a worker was not replaced")
                seen.append(responses.total())
                wait_until(lambda: responses.total() > seen[-1] + BETWEEN, "no responses")
                os.kill(workers(server)[0], signal.SIGKILL)
        finally:
            stopped.set()
        for each in reading:
            each.result()
    # A GET is repeated, unless its response had begun.
    assert set(responses) <= {200, BROKEN}, responses
    assert responses[BROKEN] <= KILLS


def one_upstream(shop: Path) -> str:
    """Return the Caddyfile of a project; in a hybrid's, both upstreams are the one server."""
    text = (shop / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    return text.replace("{$API:127.0.0.1:8000}", "127.0.0.1:{$PORT}").replace("{$ADMIN:", "{$PORT:")


def workers(server: Server) -> list[int]:
    """Return the ids of the worker processes in the server's session."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
            if b"spawn_main" in command and os.getsid(int(entry.name)) == server.process.pid:
                found.append(int(entry.name))
        except (OSError, ValueError):  # it has ended
            continue
    return sorted(found)
