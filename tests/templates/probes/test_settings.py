"""What the environment changes, and what production refuses to start without."""

import json
import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from probes.crowd import join
from projects import Server, free_port, run

SECRET = "a secret that is known to this test alone, and 32 bytes"  # noqa: S105


def without_env_file(shop: Path, tmp_path: Path) -> Path:
    """Move `.env` out of the way, as in an image."""
    return (shop / ".env").rename(tmp_path / "env")


def test_production_refuses_to_start_without_its_secret(shop: Path, tmp_path: Path) -> None:
    kept = without_env_file(shop, tmp_path)
    try:
        for secret in ({}, {"TOKEN_SECRET": ""}, {"TOKEN_SECRET": "short"}):
            ended = run(
                shop, "uv", "run", "just", "serve", env={**secret, "PORT": str(free_port())}, timeout=30
            )
            assert ended.returncode != 0
            assert "TOKEN_SECRET" in ended.stdout
            assert "Traceback" not in ended.stdout
            assert "short" not in ended.stdout.replace("too short", "")
    finally:
        kept.rename(shop / ".env")
    assert (shop / ".env").stat().st_mode & 0o777 == 0o600


@pytest.mark.matrix
@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize("url", ["sqlite://", "mysql://localhost/shop", "postgresql://a:hunter2#@b:c/d"])
def test_a_database_that_cannot_be_served_is_said_in_one_line(shop: Path, command: str, url: str) -> None:
    ended = run(shop, "uv", "run", "just", command, env={"DATABASE_URL": url}, timeout=30)
    assert ended.returncode != 0
    assert [line for line in ended.stdout.splitlines() if line.startswith("error: DATABASE_URL: ")]
    assert "Traceback" not in ended.stdout
    assert "hunter2" not in ended.stdout


@pytest.mark.matrix
def test_a_port_that_is_taken_is_said_in_one_line(serve: Callable[..., Server], shop: Path) -> None:
    port = serve(shop).url.rpartition(":")[2]
    ended = run(shop, "uv", "run", "just", "serve", env={"PORT": port}, timeout=30)
    assert ended.returncode != 0
    assert port in ended.stdout
    assert "Traceback" not in ended.stdout


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_docs_can_be_turned_off(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, DOCS_ENABLED="false").url
    for path in ("/api/docs", "/api/redoc", "/api/openapi.json"):
        response = httpx.get(f"{url}{path}")
        assert response.status_code == httpx.codes.NOT_FOUND
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_named_origin_and_no_other_is_let_in(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, CORS_ORIGINS="https://shop.example, https://admin.example").url
    for origin, allowed in (("https://shop.example", True), ("https://evil.example", False)):
        asked = {"Origin": origin, "Access-Control-Request-Method": "PATCH"}
        answers = [
            httpx.get(f"{url}/api/v1/nope", headers=asked),
            httpx.options(f"{url}/api/v1/products", headers=asked),
        ]
        for answer in answers:
            assert (answer.headers.get("Access-Control-Allow-Origin") == origin) is allowed
            assert answer.headers.get("Access-Control-Allow-Origin") != "*"
            assert answer.headers["X-Request-ID"]


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_every_origin_is_never_let_in_with_credentials(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, CORS_ORIGINS="*").url
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PATCH", "Cookie": "a=b"}
    for answer in (httpx.get(f"{url}/api/v1/nope", headers=asked), httpx.options(url, headers=asked)):
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_trusted_proxy_is_believed(boot: Callable[..., Server], address: str) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    trusting = httpx.get(f"{boot(address, TRUSTED_PROXIES='127.0.0.1').url}/health/live", headers=forwarded)
    assert trusting.headers["Strict-Transport-Security"].startswith("max-age=")
    careful = httpx.get(f"{boot(address).url}/health/live", headers=forwarded)
    assert "Strict-Transport-Security" not in careful.headers


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_client_behind_a_trusted_proxy_has_its_own_limit(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, TRUSTED_PROXIES="127.0.0.1").url

    def register(number: int, forwarded: str) -> int:
        body = {"email": f"user{number}@example.com", "password": "tangerine lamp 42"}
        path, headers = f"{url}/api/v1/auth/register", {"X-Forwarded-For": forwarded}
        return httpx.post(path, json=body, headers=headers).status_code

    assert [register(number, f"203.0.113.{number}") for number in range(12)] == [201] * 12
    # Only what the proxy itself has seen counts; the rest of the list is the client's own invention.
    invented = [register(1, f"198.51.100.{number}, 203.0.113.99") for number in range(12)]
    assert invented == [409] * 10 + [429] * 2


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_other_hosts_can_be_named(boot: Callable[..., Server], shop: Path, address: str) -> None:
    url = boot(address, ALLOWED_HOSTS="shop.example,.shops.example,127.0.0.1").url
    expected = dict.fromkeys(("shop.example", "shops.example", "tea.shops.example", "127.0.0.1"), 200)
    expected |= dict.fromkeys(("tea.shop.example", "localhost"), 400)
    # The admin site is Django's in a hybrid as well.
    paths = ["/health/live", *(["/admin/login/"] if (shop / "manage.py").exists() else [])]
    for path in paths:
        answers = {host: httpx.get(f"{url}{path}", headers={"Host": host}).status_code for host in expected}
        assert answers == expected, path


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_every_log_line_of_a_request_has_its_id(boot: Callable[..., Server], address: str) -> None:
    server = boot(address, ENVIRONMENT="production", TOKEN_SECRET=SECRET)
    given = "0123456789abcdef0123456789abcdef"
    httpx.get(f"{server.url}/api/v1/nope", headers={"X-Request-ID": given})
    time.sleep(0.5)
    log = server.log.read_text()
    # Until it was ready it was asked for its health, as an orchestrator does every few seconds.
    assert "/health/" not in log
    about = [line for line in log.splitlines() if "/api/v1/nope" in line]
    assert about
    assert all(json.loads(line)["request_id"] == given for line in about)


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_neither_log_nor_table_holds_a_password(boot: Callable[..., Server], address: str) -> None:
    server = boot(address, LOG_LEVEL="DEBUG")
    token = join(server.url)
    httpx.get(f"{server.url}/api/v1/users/me", headers={"Authorization": f"Bearer {token}"})
    time.sleep(0.5)
    log = server.log.read_text()
    assert [secret for secret in ("tangerine", token) if secret in log] == []
    with sqlite3.connect(address.removeprefix("sqlite:///")) as database:
        (stored,) = database.execute("select password from accounts_user").fetchone()
        (tokens,) = database.execute("select count(*) from accounts_refreshtoken").fetchone()
    assert re.fullmatch(r"argon2\$argon2id\$v=19\$m=102400,t=2,p=8\$[\w+/]+\$[\w+/]+", stored)
    assert tokens == 1


@pytest.mark.matrix
def test_the_tests_leave_the_developers_database_alone(shop: Path) -> None:
    run(shop, "uv", "run", "just", "migrate")
    database = shop / "db.sqlite3"
    before = database.read_bytes()
    ended = run(
        shop,
        "uv",
        "run",
        "pytest",
        "-q",
        "-x",
        "tests/api/test_health.py",
        "tests/api/accounts/test_users.py",
    )
    assert ended.returncode == 0, ended.stdout
    assert database.read_bytes() == before
