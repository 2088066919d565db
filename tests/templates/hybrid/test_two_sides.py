"""In production FastAPI and Django are two processes behind Caddy, and each works without the other."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from projects import Answers, Server, end_group, serving, succeed
from proxy import proxied_hybrid
from waiting import http_client

ADDRESS, PASSWORD = "ada@example.com", "tangerine lamp 42"
PRODUCTION = {"ENVIRONMENT": "production", "TRUSTED_PROXIES": "127.0.0.1"}
BOTH_DATABASES = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


@dataclass(frozen=True, slots=True)
class Deployment:
    """Both servers, and a client that uses the proxy."""

    project: Path
    api: Server
    admin: Server
    client: httpx.Client


@pytest.fixture
def deployment(
    installed: Callable[[Answers], Path], new_database: Callable[[str], str], kind: str, tmp_path: Path
) -> Iterator[Deployment]:
    """Deploy a new hybrid as in production, on a new database."""
    project = installed({"stack": "hybrid"})
    env = {**PRODUCTION, "DATABASE_URL": new_database(kind)}
    succeed(project, "uv", "run", "just", "migrate", env=env)
    succeed(project, "uv", "run", "just", "create-admin", ADDRESS, env={**env, "ADMIN_PASSWORD": PASSWORD})
    with ExitStack() as stack:
        api = stack.enter_context(serving(project, env, tmp_path / "api.log", recipe="serve api"))
        django = serving(project, env, tmp_path / "admin.log", until="/admin/login/", recipe="serve admin")
        admin = stack.enter_context(django)
        address = stack.enter_context(
            proxied_hybrid(api.url, admin.url, project / "deploy" / "Caddyfile", tmp_path)
        )
        client = stack.enter_context(http_client(base_url=address, verify=False))
        yield Deployment(project, api, admin, client)


def sign_in(client: httpx.Client) -> httpx.Response:
    """Sign in to the admin site with its form and its CSRF token."""
    page = client.get("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token, page.text
    form = {"username": ADDRESS, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    headers = {"Origin": str(client.base_url).rstrip("/"), "Referer": str(page.url)}
    return client.post("/admin/login/?next=/admin/", data=form, headers=headers)


@pytest.mark.matrix
@BOTH_DATABASES
def test_two_processes_serve_one_site(deployment: Deployment) -> None:
    client = deployment.client
    # Sign in to the admin through the proxy; the styles load.
    signed_in = sign_in(client)
    assert (signed_in.status_code, signed_in.headers["Location"]) == (302, "/admin/")
    assert all("Secure" in cookie for cookie in signed_in.headers.get_list("Set-Cookie"))
    page = client.get("/admin/")
    assert page.status_code == 200
    for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text):
        response = client.get(sheet)
        assert (response.status_code, response.headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')
        assert "immutable" in response.headers["Cache-Control"]
    # A form from another site is refused.
    assert client.post("/admin/logout/", headers={"Origin": "https://evil.example.com"}).status_code == 403
    # The same user signs in to the API; both servers know the scheme (TLS) and the client's address.
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
    # Django works without FastAPI.
    end_group(deployment.api.process)
    unavailable = client.get("/api/v1/products")
    assert (unavailable.status_code, unavailable.headers["Content-Type"]) == (503, "application/problem+json")
    assert unavailable.headers["Retry-After"] == "1"
    assert client.get("/admin/").status_code == 200


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_api_works_without_django(deployment: Deployment) -> None:
    end_group(deployment.admin.process)
    assert deployment.client.get("/health/ready").json() == {"status": "ok"}
    assert deployment.client.get("/api/v1/products").status_code == 200
    assert deployment.client.get("/admin/login/").status_code == 503
