"""The pages that show the API: from the project itself, offline, under its own policy."""

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
    """Read a content security policy as directives and their sources."""
    policy = response.headers["Content-Security-Policy"]
    listed = [directive.split() for directive in policy.split(";") if directive.strip()]
    return {name: sources for name, *sources in listed}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere(anonymous: httpx2.Client, path: str) -> None:
    page = anonymous.get(path)
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    links = [link for link in LINK.findall(page.text) if not link.startswith("data:")]
    assert any(".js" in link for link in links)
    assert [link for link in links if "//" in link] == []


@pytest.mark.parametrize("path", PAGES)
def test_what_a_page_loads_is_there(anonymous: httpx2.Client, path: str) -> None:
    page = anonymous.get(path)
    for link in LINK.findall(page.text):
        if link.startswith("data:"):
            continue
        asset = anonymous.get(str(page.url.join(link)))
        assert asset.status_code == 200, link
        kind = TYPES.get(re.sub(r".*(\.\w+)$", r"\1", link.partition("?")[0]), "")
        # `nosniff` makes a browser refuse a script or a style of another type.
        assert kind in asset.headers["Content-Type"], link
        assert asset.headers["X-Content-Type-Options"] == "nosniff", link


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_run_its_own_scripts_and_no_others(anonymous: httpx2.Client, path: str) -> None:
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
        assert keys & set(allowed), f"the policy stops an inline script of {path}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_this_document(anonymous: httpx2.Client, path: str) -> None:
    page = anonymous.get(path)
    scripts = [link for link in LINK.findall(page.text) if ".js" in link]
    texts = [page.text, *(anonymous.get(str(page.url.join(link))).text for link in scripts)]
    assert any("/api/openapi.json" in text for text in texts)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_ask_its_own_server(anonymous: httpx2.Client, path: str) -> None:
    policy = policy_of(anonymous.get(path))
    assert "'self'" in policy.get("connect-src", policy["default-src"])
