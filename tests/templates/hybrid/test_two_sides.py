"""In production FastAPI and Django are two processes behind Caddy; each serves while the other is down."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from hybrid.proxy import proxied
from projects import Answers, Server, end_group, serving, succeed

ADDRESS, PASSWORD = "ada@example.com", "tangerine lamp 42"
PRODUCTION = {"ENVIRONMENT": "production", "TRUSTED_PROXIES": "127.0.0.1"}
BOTH_DATABASES = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


@dataclass(frozen=True, slots=True)
class Deployment:
    """Both processes of a project, and a client of the proxy."""

    project: Path
    api: Server
    admin: Server
    client: httpx.Client


@pytest.fixture
def deployment(
    installed: Callable[[Answers], Path], new_database: Callable[[str], str], kind: str, tmp_path: Path
) -> Iterator[Deployment]:
    """Run a new hybrid as in production, with a separate database."""
    project = installed({"stack": "hybrid"})
    env = {**PRODUCTION, "DATABASE_URL": new_database(kind)}
    succeed(project, "uv", "run", "just", "migrate", env=env)
    succeed(project, "uv", "run", "just", "create-admin", ADDRESS, env={**env, "ADMIN_PASSWORD": PASSWORD})
    with ExitStack() as stack:
        api = stack.enter_context(serving(project, env, tmp_path / "api.log", recipe="serve api"))
        django = serving(project, env, tmp_path / "admin.log", until="/admin/login/", recipe="serve admin")
        admin = stack.enter_context(django)
        address = stack.enter_context(proxied(api.url, admin.url, project / "deploy" / "Caddyfile", tmp_path))
        client = stack.enter_context(httpx.Client(base_url=address, verify=False, timeout=30))  # noqa: S501
        yield Deployment(project, api, admin, client)


def enter(client: httpx.Client) -> httpx.Response:
    """Sign in to the admin site through its form, with the CSRF token."""
    page = client.get("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token, page.text
    words = {"username": ADDRESS, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    own = {"Origin": str(client.base_url).rstrip("/"), "Referer": str(page.url)}
    return client.post("/admin/login/?next=/admin/", data=words, headers=own)


@pytest.mark.matrix
@BOTH_DATABASES
def test_two_processes_serve_one_site(deployment: Deployment) -> None:
    client = deployment.client
    # Sign-in to the admin through the proxy, with its styles.
    entered = enter(client)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/admin/")
    assert all("Secure" in cookie for cookie in entered.headers.get_list("Set-Cookie"))
    page = client.get("/admin/")
    assert page.status_code == 200
    for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text):
        response = client.get(sheet)
        assert (response.status_code, response.headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')
        assert "immutable" in response.headers["Cache-Control"]
    # A form from another origin is rejected (CSRF).
    assert client.post("/admin/logout/", headers={"Origin": "https://evil.example.com"}).status_code == 403
    # The same user through the API; both sides see the scheme and the client address of the proxy.
    tokens = client.post("/api/v1/auth/token", data={"username": ADDRESS, "password": PASSWORD})
    assert tokens.status_code == 200, tokens.text
    for path in ("/health/ready", "/admin/"):
        response = client.get(path, headers={"X-Forwarded-For": "203.0.113.7"})
        assert "max-age" in response.headers["Strict-Transport-Security"], path
    assert client.get("/api/docs").status_code == 200
    assert client.get("/api/nope").headers["Content-Type"] == "application/problem+json"
    logs = deployment.api.log.read_text() + deployment.admin.log.read_text()
    assert "203.0.113.7" not in logs
    assert '"client": "127.0.0.1"' in logs
    # Each side keeps serving while the other is down.
    end_group(deployment.api.process)
    lost = client.get("/api/v1/products")
    assert (lost.status_code, lost.headers["Content-Type"]) == (503, "application/problem+json")
    assert lost.headers["Retry-After"] == "1"
    assert client.get("/admin/").status_code == 200


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_api_keeps_serving_without_django(deployment: Deployment) -> None:
    end_group(deployment.admin.process)
    assert deployment.client.get("/health/ready").json() == {"status": "ok"}
    assert deployment.client.get("/api/v1/products").status_code == 200
    assert deployment.client.get("/admin/login/").status_code == 503
