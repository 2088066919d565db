"""An edit in the admin site is visible through the API immediately, and vice versa."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

from projects import Answers, Server, succeed

CHROMIUM = shutil.which("chromium")
# No background services, and no network requests except for the page.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADDRESS, PASSWORD = "ada@example.com", "tangerine lamp 42"
PRODUCTS = "/api/v1/products"


@pytest.fixture
def shop(installed: Callable[[Answers], Path], serve: Callable[..., Server]) -> Server:
    """Serve a new hybrid that has a superuser."""
    project = installed({"stack": "hybrid"})
    succeed(project, "uv", "run", "just", "create-admin", ADDRESS, env={"ADMIN_PASSWORD": PASSWORD})
    return serve(project)


@pytest.fixture
def client(shop: Server) -> Iterator[httpx.Client]:
    """Return an API client that is signed in as the superuser."""
    with httpx.Client(base_url=shop.url, timeout=30) as client:
        words = {"username": ADDRESS, "password": PASSWORD}
        token = client.post("/api/v1/auth/token", data=words).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
def page(shop: Server) -> Iterator[Page]:
    """Open a browser; errors in its console fail the test."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed")
    console: list[str] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(base_url=shop.url)
        page.on(
            "console",
            lambda message: console.append(f"{message.type} {message.text} {message.location['url']}"),
        )
        page.on("pageerror", lambda error: console.append(f"error {error}"))
        yield page
        browser.close()
    # Browsers request the favicon automatically.
    assert [
        message for message in console if message.startswith("error") and "/favicon.ico" not in message
    ] == []


def enter(page: Page) -> None:
    """Sign in to the admin site."""
    page.goto("/admin/")
    page.fill("#id_username", ADDRESS)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")


@pytest.mark.matrix
def test_edits_are_visible_on_both_sides(page: Page, client: httpx.Client) -> None:
    made = client.post(PRODUCTS, json={"name": "Tea", "price": "4.50", "status": "live"}).json()
    where = f"{PRODUCTS}/{made['id']}"
    enter(page)
    # The stylesheet is loaded: Django's admin has a coloured header.
    colour = page.eval_on_selector("#header", "it => getComputedStyle(it).backgroundColor")
    assert colour not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    # From the admin to the API.
    form = f"/admin/catalog/product/{made['id']}/change/"
    page.goto(form)
    page.fill("#id_name", "Café crème")
    page.fill("#id_price", "19.90")
    page.select_option("#id_status", "draft")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    edited = client.get(where).json()
    assert (edited["name"], edited["price"], edited["status"]) == ("Café crème", "19.90", "draft")
    assert edited["updated_at"] > made["updated_at"]
    # From the API to the admin.
    client.patch(where, json={"name": "White tea", "price": "0.07", "status": "live"}).raise_for_status()
    page.goto(form)
    assert page.input_value("#id_name") == "White tea"
    assert page.input_value("#id_price") == "0.07"
    assert page.input_value("#id_status") == "live"
    # A product deleted on one side is gone on the other.
    client.delete(where).raise_for_status()
    page.goto("/admin/catalog/product/")
    assert "White tea" not in page.content()


@pytest.mark.matrix
def test_the_documentation_works_beside_the_admin(page: Page) -> None:
    page.goto("/api/docs")
    page.get_by_text("/api/v1/products", exact=True).first.wait_for()
