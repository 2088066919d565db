"""The documentation pages: served by the project itself, offline, under a strict CSP."""

import base64
import hashlib
import re

import httpx2
import pytest

PAGES = ["/api/docs", "/api/redoc"]
LINK = re.compile(r"""<(?:script|link|img)\b[^>]*?\b(?:src|href)=["']([^"']+)["']""")
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
TYPES = {".js": "javascript", ".css": "text/css", ".png": "image/png", ".svg": "image/svg"}


def policy_of(response: httpx2.Response) -> dict[str, list[str]]:
    """Parse the Content-Security-Policy into directives and their sources."""
    policy = response.headers["Content-Security-Policy"]
    listed = [directive.split() for directive in policy.split(";") if directive.strip()]
    return {name: sources for name, *sources in listed}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_other_hosts(anonymous: httpx2.Client, path: str) -> None:
    page = anonymous.get(path)
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    links = [link for link in LINK.findall(page.text) if not link.startswith("data:")]
    assert any(".js" in link for link in links)
    assert [link for link in links if "//" in link] == []


@pytest.mark.parametrize("path", PAGES)
def test_every_asset_of_a_page_exists(anonymous: httpx2.Client, path: str) -> None:
    page = anonymous.get(path)
    for link in LINK.findall(page.text):
        if link.startswith("data:"):
            continue
        asset = anonymous.get(str(page.url.join(link)))
        assert asset.status_code == 200, link
        kind = TYPES.get(re.sub(r".*(\.\w+)$", r"\1", link.partition("?")[0]), "")
        # With `nosniff`, a browser refuses a script or a stylesheet of another type.
        assert kind in asset.headers["Content-Type"], link
        assert asset.headers["X-Content-Type-Options"] == "nosniff", link


@pytest.mark.parametrize("path", PAGES)
def test_the_csp_allows_only_the_scripts_of_a_page(anonymous: httpx2.Client, path: str) -> None:
    page = anonymous.get(path)
    policy = policy_of(page)
    allowed = policy.get("script-src", policy["default-src"])
    assert "'self'" in allowed
    assert "'unsafe-inline'" not in allowed
    for attributes, body in SCRIPT.findall(page.text):
        if "src=" in attributes:
            continue
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        nonce = re.search(r"""nonce=["']?([^"'\s>]+)""", attributes)
        keys = {f"'sha256-{digest}'", f"'nonce-{nonce.group(1) if nonce else ''}'"}
        assert keys & set(allowed), f"the policy blocks an inline script of {path}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_the_openapi_document(anonymous: httpx2.Client, path: str) -> None:
    page = anonymous.get(path)
    scripts = [link for link in LINK.findall(page.text) if ".js" in link]
    texts = [page.text, *(anonymous.get(str(page.url.join(link))).text for link in scripts)]
    assert any("/api/openapi.json" in text for text in texts)


@pytest.mark.parametrize("path", PAGES)
def test_the_csp_allows_requests_to_the_server(anonymous: httpx2.Client, path: str) -> None:
    policy = policy_of(anonymous.get(path))
    assert "'self'" in policy.get("connect-src", policy["default-src"])
