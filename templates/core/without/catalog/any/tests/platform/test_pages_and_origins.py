"""The documentation pages load nothing from other hosts; the settings allow origins."""

import re
from uuid import uuid4

import httpx2
import pytest

from backend.settings import Settings
from tests.support.command import serving, wait_until_ready
from tests.support.problem import assert_problem

LINK = re.compile(r"""<(?:script|link|img)\b[^>]*?\b(?:src|href)=["']([^"']+)["']""")
ORIGIN = "https://shop.example.com"


@pytest.mark.parametrize("path", ["/api/docs", "/api/redoc"])
def test_a_page_loads_only_files_of_the_server(anonymous: httpx2.Client, path: str) -> None:
    page = anonymous.get(path)
    links = [link for link in LINK.findall(page.text) if not link.startswith("data:")]
    assert any(".js" in link for link in links)
    assert [link for link in links if "//" in link] == []
    assert {anonymous.get(str(page.url.join(link))).status_code for link in links} == {200}


def test_only_the_origins_of_the_settings_are_allowed(settings: Settings) -> None:
    with serving(settings, CORS_ORIGINS=ORIGIN) as (_, port):
        wait_until_ready(port)
        with httpx2.Client(base_url=f"http://localhost:{port}", timeout=60) as client:
            request = {"Origin": ORIGIN, "Access-Control-Request-Method": "PATCH"}
            allowed = client.options("/api/v1/any", headers=request)
            assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
            request["Origin"] = "https://evil.example.com"
            assert_problem(client.options("/api/v1/any", headers=request), 400)


def test_a_well_formed_request_id_is_returned_and_another_is_replaced(
    anonymous: httpx2.Client,
) -> None:
    for given, is_returned in {str(uuid4()): True, "two words": False, "a" * 300: False}.items():
        response = anonymous.get("/health/live", headers={"X-Request-ID": given})
        assert (response.headers["X-Request-ID"] == given) is is_returned
