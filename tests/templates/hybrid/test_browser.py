"""A change in the admin is visible in the API at once, and a change through the API in the admin."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from projects import Answers, Server, succeed
from waiting import http_client

ADDRESS, PASSWORD = "ada@example.com", "tangerine lamp 42"
PRODUCTS = "/api/v1/products"


@pytest.fixture
def shop(installed: Callable[[Answers], Path], serve: Callable[..., Server]) -> Server:
    """Serve a new hybrid that has an administrator."""
    project = installed({"stack": "hybrid"})
    succeed(project, "uv", "run", "just", "create-admin", ADDRESS, env={"ADMIN_PASSWORD": PASSWORD})
    return serve(project)


@pytest.fixture
def client(shop: Server) -> Iterator[httpx.Client]:
    """Return an API client that is signed in as the administrator."""
    with http_client(base_url=shop.url) as client:
        form = {"username": ADDRESS, "password": PASSWORD}
        token = client.post("/api/v1/auth/token", data=form).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
def ignored_console_messages() -> tuple[str, ...]:
    """Ignore the icon that the browser requests."""
    return ("/favicon.ico",)


def sign_in(page: Page, site: str) -> None:
    """Sign in to the admin site."""
    page.goto(f"{site}/admin/")
    page.fill("#id_username", ADDRESS)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")


@pytest.mark.matrix
def test_the_admin_and_the_api_show_each_others_changes(
    page: Page, shop: Server, client: httpx.Client
) -> None:
    created = client.post(PRODUCTS, json={"name": "Tea", "price": "4.50", "status": "live"}).json()
    where = f"{PRODUCTS}/{created['id']}"
    sign_in(page, shop.url)
    # The styles are loaded: Django's admin has a coloured header.
    colour = page.eval_on_selector("#header", "it => getComputedStyle(it).backgroundColor")
    assert colour not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    # From the admin to the API.
    form = f"{shop.url}/admin/catalog/product/{created['id']}/change/"
    page.goto(form)
    page.fill("#id_name", "Café crème")
    page.fill("#id_price", "19.90")
    page.select_option("#id_status", "draft")
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")
    edited = client.get(where).json()
    assert (edited["name"], edited["price"], edited["status"]) == ("Café crème", "19.90", "draft")
    assert edited["updated_at"] > created["updated_at"]
    # From the API to the admin.
    client.patch(where, json={"name": "White tea", "price": "0.07", "status": "live"}).raise_for_status()
    page.goto(form)
    assert page.input_value("#id_name") == "White tea"
    assert page.input_value("#id_price") == "0.07"
    assert page.input_value("#id_status") == "live"
    # A product that the API deletes is gone from the admin.
    client.delete(where).raise_for_status()
    page.goto(f"{shop.url}/admin/catalog/product/")
    assert "White tea" not in page.content()


@pytest.mark.matrix
def test_the_documentation_works_beside_the_admin(page: Page, shop: Server) -> None:
    page.goto(f"{shop.url}/api/docs")
    page.get_by_text("/api/v1/products", exact=True).first.wait_for()
