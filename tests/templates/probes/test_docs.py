"""The pages of the documentation in a real browser: they show the operations, and ask nobody else."""

import shutil
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from projects import Server

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite"])]


@pytest.mark.parametrize(
    ("path", "operation", "shown"),
    [
        ("/api/docs", ".opblock-summary-path", "/api/v1/products"),
        ("/api/redoc", "h2", "List Products"),
    ],
)
def test_a_page_shows_the_operations(
    boot: Callable[..., Server], address: str, path: str, operation: str, shown: str
) -> None:
    url = boot(address).url
    complaints: list[str] = []
    asked: set[str] = set()
    with sync_playwright() as playwright:
        assert CHROMIUM, "needs Debian's chromium: apt-get install chromium"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.goto(f"{url}{path}")
        page.wait_for_selector(operation, timeout=60_000)
        page.wait_for_load_state("networkidle")
        operations = page.locator(operation).all_inner_texts()
        browser.close()
    assert shown in operations, operations
    assert complaints == []
    assert asked - {""} == {urlsplit(url).netloc}  # `data:` has no host
