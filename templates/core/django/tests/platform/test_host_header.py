"""Which Host headers are allowed: any for health checks, which come by address, else a list."""

import pytest

from tests.support.raw_http import connected, read_until_closed

LINES = "GET {path} HTTP/{version}\r\n{hosts}Connection: close\r\n\r\n"
ONE = "Host: {}\r\n"
PROBES = ("/health/live", "/health/ready")
ADMIN = "/admin/login/"


def status(base_url: str, path: str, version: str, hosts: str) -> int:
    """Return the status of a raw request; an error must be a problem response."""
    with connected(base_url) as connection:
        request = LINES.format(path=path, version=version, hosts=hosts)
        connection.sendall(request.encode())
        response = read_until_closed(connection)
    code = int(response.split()[1])
    assert (b"application/problem+json" in response) is (code == 400)
    return code


@pytest.mark.parametrize("host", ["10.1.2.3:8000", "evil.example", "[fe80::1]:8000", "a_b", ""])
def test_a_health_check_is_answered_under_any_host(base_url: str, host: str) -> None:
    hosts = ONE.format(host)
    assert [status(base_url, path, "1.1", hosts) for path in PROBES] == [200, 200]
    for path in (ADMIN, "/static/admin/css/base.css", "/api/v1/nope", "/healthy", "/"):
        assert status(base_url, path, "1.1", hosts) == 400


@pytest.mark.parametrize("path", [*PROBES, ADMIN])
def test_http_1_1_requires_exactly_one_host(base_url: str, path: str) -> None:
    localhost = ONE.format("localhost")
    assert status(base_url, path, "1.1", localhost) == 200
    assert status(base_url, path, "1.1", "") == 400
    assert status(base_url, path, "1.1", localhost * 2) == 400


def test_only_a_health_check_in_http_1_0_needs_no_host(base_url: str) -> None:
    assert [status(base_url, path, "1.0", "") for path in PROBES] == [200, 200]
    assert status(base_url, ADMIN, "1.0", "") == 400
