"""Which Host headers are allowed: any for health checks, which come by address, else a list."""

import pytest

from backend.main import create_app
from backend.settings import Settings
from tests.support.asgi_client import asgi_client
from tests.support.raw_http import connected, read_until_closed

LINES = "GET {path} HTTP/{version}\r\n{hosts}Connection: close\r\n\r\n"
ONE = "Host: {}\r\n"


def status(base_url: str, path: str, version: str, hosts: str) -> int:
    """Return the status of a raw request; an error must be a problem response."""
    with connected(base_url) as connection:
        request = LINES.format(path=path, version=version, hosts=hosts)
        connection.sendall(request.encode())
        response = read_until_closed(connection)
    code = int(response.split()[1])
    assert (b"application/problem+json" in response) is (code == 400)
    return code


@pytest.mark.parametrize("host", ["10.1.2.3:8000", "evil.example", "[fe80::1]:8000"])
def test_a_health_check_is_answered_under_any_host(base_url: str, host: str) -> None:
    hosts = ONE.format(host)
    assert status(base_url, "/health/live", "1.1", hosts) == 200
    assert status(base_url, "/health/ready", "1.1", hosts) == 200
    for path in ("/api/docs", "/api/v1/nope", "/healthy", "/"):
        assert status(base_url, path, "1.1", hosts) == 400


@pytest.mark.parametrize("path", ["/health/live", "/api/docs"])
def test_http_1_1_requires_exactly_one_host(base_url: str, path: str) -> None:
    localhost = ONE.format("localhost")
    assert status(base_url, path, "1.1", localhost) == 200
    assert status(base_url, path, "1.1", "") == 400
    assert status(base_url, path, "1.1", localhost * 2) == 400


def test_a_health_check_in_http_1_0_needs_no_host(base_url: str) -> None:
    assert status(base_url, "/health/live", "1.0", "") == 200
    assert status(base_url, "/api/docs", "1.0", "") == 400


@pytest.mark.anyio
async def test_all_subdomains_can_be_allowed(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"allowed_hosts": (".Example.com",)}))
    async with asgi_client(app) as client:
        for host, status in (
            ("a.example.com:81", 200),
            ("example.com", 200),
            ("EXAMPLE.com.", 200),
            ("notexample.com", 400),
            ("[::1]", 400),
        ):
            for path, expected in (("/api/docs", status), ("/health/live", 200)):
                response = await client.get(path, headers={"Host": host})
                assert response.status_code == expected, (path, host)


@pytest.mark.anyio
async def test_a_host_is_required_also_where_every_host_is_allowed(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"allowed_hosts": ("*",)}))
    async with asgi_client(app) as client:
        request = client.build_request("GET", "/api/docs", headers={"Host": "any.example"})
        assert (await client.send(request)).status_code == 200
        del request.headers["Host"]
        assert (await client.send(request)).status_code == 400
