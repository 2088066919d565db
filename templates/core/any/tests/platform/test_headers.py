"""The headers of every response, whatever its status."""

import re
from uuid import uuid4

import httpx2
import pytest

CSP_SOURCE = re.compile(r"'[a-z0-9+/=_-]+'|data:|blob:", re.IGNORECASE)


def responses(client: httpx2.Client) -> dict[str, httpx2.Response]:
    """Request one response of each kind."""
    return {
        "success": client.get("/health/live"),
        "unknown path": client.get("/api/v1/nope"),
        "outside the API": client.get("/nope"),
        "wrong method": client.put("/health/live"),
        "foreign host": client.get("/health/live", headers={"Host": "evil.example"}),
        "no body": client.head("/health/live"),
        "page": client.get("/api/docs"),
        "document": client.get("/api/openapi.json"),
    }


def test_every_response_has_the_security_headers(anonymous: httpx2.Client) -> None:
    for kind, response in responses(anonymous).items():
        assert response.headers["X-Content-Type-Options"] == "nosniff", kind
        assert response.headers["X-Frame-Options"] == "DENY", kind
        assert response.headers["Referrer-Policy"], kind
        assert response.headers["Content-Security-Policy"], kind


def test_plain_http_has_no_hsts_header(anonymous: httpx2.Client) -> None:
    for kind, response in responses(anonymous).items():
        assert "Strict-Transport-Security" not in response.headers, kind


def test_the_csp_allows_no_other_host_and_no_eval(anonymous: httpx2.Client) -> None:
    for kind, response in responses(anonymous).items():
        policy = response.headers["Content-Security-Policy"]
        directives = [directive.split() for directive in policy.split(";") if directive.strip()]
        sources = [source for _, *listed in directives for source in listed]
        assert "default-src" in [name for name, *_ in directives], kind
        assert [source for source in sources if not CSP_SOURCE.fullmatch(source)] == [], kind
        assert "'unsafe-eval'" not in sources, kind


def test_every_response_has_its_own_request_id(anonymous: httpx2.Client) -> None:
    given = [response.headers["X-Request-ID"] for response in responses(anonymous).values()]
    assert all(given)
    assert len(set(given)) == len(given)


@pytest.mark.parametrize("path", ["/health/live", "/api/v1/nope"])
def test_a_well_formed_request_id_is_returned(anonymous: httpx2.Client, path: str) -> None:
    for given in (str(uuid4()), uuid4().hex):
        response = anonymous.get(path, headers={"X-Request-ID": given})
        assert response.headers["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", [b"", b"two words", b"<script>", b'id="1"', b"a" * 300, b"\xc3\xa9t\xc3\xa9", b"x\ty"]
)
def test_a_malformed_request_id_is_replaced(anonymous: httpx2.Client, given: bytes) -> None:
    response = anonymous.get("/health/live", headers={b"X-Request-ID": given})
    assert response.status_code == 200
    assert re.fullmatch(r"[\w.-]{8,128}", response.headers["X-Request-ID"])
    assert response.headers["X-Request-ID"] != given.decode("latin-1")


def test_json_has_the_media_type_of_json(anonymous: httpx2.Client) -> None:
    declared = anonymous.get("/health/live").headers["Content-Type"]
    assert declared in {"application/json", "application/json; charset=utf-8"}


def test_responses_are_json_whatever_the_client_accepts(anonymous: httpx2.Client) -> None:
    page = anonymous.get("/health/live", headers={"Accept": "text/html"})
    assert page.json() == {"status": "ok"}
    assert anonymous.get("/health/live", params={"format": "csv"}).json() == {"status": "ok"}
