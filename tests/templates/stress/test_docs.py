"""The API documentation in a real browser: it lists the operations and sends no request to another host."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from projects import Server

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite"])]


@pytest.mark.parametrize(
    ("path", "operation", "shown"),
    [
        ("/api/docs", ".opblock-summary-path", "/api/v1/products"),
        ("/api/redoc", "h2", "List Products"),
    ],
)
def test_the_documentation_lists_the_operations(
    page: Page, boot: Callable[..., Server], address: str, path: str, operation: str, shown: str
) -> None:
    url = boot(address).url
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(f"{url}{path}")
    page.wait_for_selector(operation, timeout=60_000)
    page.wait_for_load_state("networkidle")
    operations = page.locator(operation).all_inner_texts()
    assert shown in operations, operations
    assert hosts - {""} == {urlsplit(url).netloc}  # `data:` has no host
