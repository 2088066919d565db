"""Environment variables that change the service, and those that production refuses to start without."""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from projects import Server, free_port, run
from stress.load import register_and_sign_in
from waiting import LIMIT, http_get, http_options, http_post, wait_until

SECRET = "a secret that is known to this test alone, and 32 bytes"  # noqa: S105


def remove_env_file(shop: Path, tmp_path: Path) -> Path:
    """Move `.env` away, because an image has none."""
    return (shop / ".env").rename(tmp_path / "env")


def wait_for_log(server: Server, path: str) -> str:
    """Wait until the log has a line about a path; return the log."""
    wait_until(lambda: path in server.log.read_text(), f"no line about {path}")
    return server.log.read_text()


def test_production_refuses_to_start_without_a_secret(shop: Path, tmp_path: Path) -> None:
    kept = remove_env_file(shop, tmp_path)
    try:
        for secret in ({}, {"TOKEN_SECRET": ""}, {"TOKEN_SECRET": "short"}):
            ended = run(
                shop, "uv", "run", "just", "serve", env={**secret, "PORT": str(free_port())}, timeout=LIMIT
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
def test_an_unsupported_database_url_is_a_one_line_error(shop: Path, command: str, url: str) -> None:
    ended = run(shop, "uv", "run", "just", command, env={"DATABASE_URL": url}, timeout=LIMIT)
    assert ended.returncode != 0
    assert [line for line in ended.stdout.splitlines() if line.startswith("error: DATABASE_URL: ")]
    assert "Traceback" not in ended.stdout
    assert "hunter2" not in ended.stdout


@pytest.mark.matrix
def test_a_port_in_use_is_an_error_without_a_traceback(serve: Callable[..., Server], shop: Path) -> None:
    port = serve(shop).url.rpartition(":")[2]
    ended = run(shop, "uv", "run", "just", "serve", env={"PORT": port}, timeout=LIMIT)
    assert ended.returncode != 0
    assert port in ended.stdout
    assert "Traceback" not in ended.stdout


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_docs_can_be_turned_off(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, DOCS_ENABLED="false").url
    assert http_get(url).status_code == httpx.codes.NOT_FOUND  # no redirect to the documentation
    for path in ("/api/docs", "/api/redoc", "/api/openapi.json"):
        response = http_get(f"{url}{path}")
        assert response.status_code == httpx.codes.NOT_FOUND
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_cors_allows_only_the_configured_origins(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, CORS_ORIGINS="https://shop.example, https://admin.example").url
    for origin, allowed in (("https://shop.example", True), ("https://evil.example", False)):
        headers = {"Origin": origin, "Access-Control-Request-Method": "PATCH"}
        responses = [
            http_get(f"{url}/api/v1/nope", headers=headers),
            http_options(f"{url}/api/v1/products", headers=headers),
        ]
        for response in responses:
            assert (response.headers.get("Access-Control-Allow-Origin") == origin) is allowed
            assert response.headers.get("Access-Control-Allow-Origin") != "*"
            assert response.headers["X-Request-ID"]


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_cors_never_allows_credentials_for_every_origin(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, CORS_ORIGINS="*").url
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PATCH", "Cookie": "a=b"}
    for response in (http_get(f"{url}/api/v1/nope", headers=headers), http_options(url, headers=headers)):
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_forwarded_headers_are_used_only_from_a_trusted_proxy(
    boot: Callable[..., Server], address: str
) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    trusting = http_get(f"{boot(address, TRUSTED_PROXIES='127.0.0.1').url}/health/live", headers=forwarded)
    assert trusting.headers["Strict-Transport-Security"] == "max-age=3600"
    careful = http_get(f"{boot(address).url}/health/live", headers=forwarded)
    assert "Strict-Transport-Security" not in careful.headers


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_each_client_behind_a_trusted_proxy_has_its_own_rate_limit(
    boot: Callable[..., Server], address: str
) -> None:
    url = boot(address, TRUSTED_PROXIES="127.0.0.1").url

    def register(number: int, forwarded: str) -> int:
        body = {"email": f"user{number}@example.com", "password": "tangerine lamp 42"}
        path, headers = f"{url}/api/v1/auth/register", {"X-Forwarded-For": forwarded}
        return http_post(path, json=body, headers=headers).status_code

    assert [register(number, f"203.0.113.{number}") for number in range(12)] == [201] * 12
    # Only the address that the proxy itself added counts; the client can forge the rest of the list.
    forged = [register(1, f"198.51.100.{number}, 203.0.113.99") for number in range(12)]
    assert forged == [409] * 10 + [429] * 2


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_an_ipv6_network_and_all_spellings_of_an_address_are_one_client(
    boot: Callable[..., Server], address: str
) -> None:
    url = boot(address, TRUSTED_PROXIES="127.0.0.1").url

    def guess(email: str, forwarded: str) -> int:
        form = {"username": email, "password": "not it"}
        headers = {"X-Forwarded-For": forwarded}
        return http_post(f"{url}/api/v1/auth/token", data=form, headers=headers).status_code

    network = [guess("ada@example.com", f"2001:db8::{number:x}:1") for number in range(12)]
    spellings = ("192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207", "::FFFF:192.0.2.7")
    spelled = [guess("bob@example.com", each) for each in spellings * 3]
    assert network == spelled == [401] * 4 + [429] * 8
    others = [guess("ada@example.com", "2001:db8:0:1::1"), guess("bob@example.com", "192.0.2.8")]
    assert others == [401, 401]


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_allowed_hosts_can_be_configured(boot: Callable[..., Server], shop: Path, address: str) -> None:
    url = boot(address, ALLOWED_HOSTS="shop.example,.shops.example,127.0.0.1").url
    expected = dict.fromkeys(("shop.example", "shops.example", "tea.shops.example", "127.0.0.1"), 200)
    expected |= dict.fromkeys(("tea.shop.example", "localhost"), 400)
    # The admin site is Django's in a hybrid as well.
    paths = ["/api/docs", *(["/admin/login/"] if (shop / "manage.py").exists() else [])]
    for path in paths:
        statuses = {host: http_get(f"{url}{path}", headers={"Host": host}).status_code for host in expected}
        assert statuses == expected, path


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_every_log_line_of_a_request_has_its_request_id(boot: Callable[..., Server], address: str) -> None:
    server = boot(address, ENVIRONMENT="production", TOKEN_SECRET=SECRET)
    given = "0123456789abcdef0123456789abcdef"
    http_get(f"{server.url}/api/v1/nope", headers={"X-Request-ID": given})
    log = wait_for_log(server, "/api/v1/nope")
    # The test polled the readiness probe, as an orchestrator does every few seconds.
    assert "/health/" not in log
    about = [line for line in log.splitlines() if "/api/v1/nope" in line]
    assert about
    assert all(json.loads(line)["request_id"] == given for line in about)


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["sqlite"])
def test_neither_the_log_nor_the_database_holds_a_password(boot: Callable[..., Server], address: str) -> None:
    server = boot(address, LOG_LEVEL="DEBUG")
    token = register_and_sign_in(server.url)
    form = {"username": "ada@example.com", "password": "tangerine lamp 42"}
    refresh = http_post(f"{server.url}/api/v1/auth/token", data=form).json()["refresh_token"]
    for path in ("refresh", "refresh", "logout"):  # the second one is refused
        http_post(f"{server.url}/api/v1/auth/{path}", json={"refresh_token": refresh})
    http_get(f"{server.url}/api/v1/products?token={token}")
    http_get(f"{server.url}/api/v1/users/me", headers={"Authorization": f"Bearer {token}"})
    log = wait_for_log(server, "/api/v1/users/me")
    secrets = {secret.rpartition(".")[2] for secret in ("tangerine", token, refresh)}
    assert [secret for secret in secrets if secret in log] == []
    with sqlite3.connect(address.removeprefix("sqlite:///")) as database:
        (stored,) = database.execute("select password from accounts_user").fetchone()
        (tokens,) = database.execute("select count(*) from accounts_refreshtoken").fetchone()
    assert re.fullmatch(r"argon2\$argon2id\$v=19\$m=102400,t=2,p=8\$[\w+/]+\$[\w+/]+", stored)
    assert tokens == 3  # two sign-ins and a refresh


@pytest.mark.matrix
def test_the_tests_do_not_change_the_development_database(shop: Path) -> None:
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
        "tests/platform/test_responses.py",
        "tests/accounts/test_users.py",
    )
    assert ended.returncode == 0, ended.stdout
    assert database.read_bytes() == before
