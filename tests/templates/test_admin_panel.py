"""The admin of a FastAPI project: in a real browser, and the equality of its sign-in with Django's admin."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from projects import Answers, Server, succeed
from pystack_init.rendering.bundled import templates_root
from waiting import http_get

EMAIL, PASSWORD = "boss@example.com", "tangerine lamp 42"
ANSWERS: Answers = {"stack": "fastapi", "admin_panel": True}
FOLDER = templates_root() / "features" / "admin-panel" / "fastapi"
# Tests of the feature that know no framework.
SHARED = ("tests/admin/conftest.py", "tests/admin/test_admin_over_http.py", "tests/support/browser.py")

pytestmark = pytest.mark.matrix


@pytest.fixture
def ignored_console_messages() -> tuple[str, ...]:
    """Ignore the icon that the browser requests, and the status of a refused sign-in and form."""
    return ("favicon", "status of 400", "status of 422")


@pytest.mark.parametrize("stack", ["django_drf", "hybrid"])
def test_the_tests_of_the_sign_in_hold_for_djangos_admin(
    stack: str, installed: Callable[[Answers], Path]
) -> None:
    project = installed({"stack": stack})
    for path in SHARED:
        (project / path).parent.mkdir(exist_ok=True)
        shutil.copy(FOLDER / path, project / path)
    succeed(project, "uv", "run", "pytest", "-q", "tests/admin")


def sign_in(page: Page, site: str, password: str) -> None:
    """Send the form of the sign-in page."""
    page.goto(f"{site}/admin/")
    page.fill("#username", EMAIL)
    page.fill("#password", password)
    page.click("[type=submit]")


def save(page: Page) -> str:
    """Save the form and return the message of the list."""
    page.click(".card-footer button:not([name])")
    page.wait_for_url("**/list*")
    return page.text_content(".alert") or ""


def test_staff_can_use_the_admin_panel(
    page: Page,
    installed: Callable[[Answers], Path],
    serve: Callable[[Path], Server],
    tmp_path: Path,
) -> None:
    project = installed(ANSWERS)
    succeed(project, "uv", "run", "just", "create-admin", EMAIL, env={"ADMIN_PASSWORD": PASSWORD})
    site = serve(project).url
    sign_in(page, site, "wrong")
    assert "is wrong" in (page.text_content(".alert") or "")
    page.click("#toggle-password")  # an inline script
    assert page.get_attribute("#password", "type") == "text"
    page.screenshot(path=tmp_path / "sign-in.png")
    sign_in(page, site, PASSWORD)
    page.wait_for_url(f"{site}/admin/")
    page.screenshot(path=tmp_path / "index.png")

    add_a_product(page, site, tmp_path)
    find_and_change_it(page, site, tmp_path)
    (product,) = http_get(f"{site}/api/v1/products").json()["items"]
    assert (product["name"], product["price"]) == ("Teapot", "20.00")
    add_a_user(page, site)
    page.screenshot(path=tmp_path / "users.png")

    page.goto(f"{site}/admin/product/list")
    page.click("[data-sa-name=delete] >> visible=true")
    page.click("[data-sa-action=action-submit]")
    page.wait_for_selector("text=was successfully deleted")
    assert http_get(f"{site}/api/v1/products").json()["total"] == 0

    page.click("[aria-label='Open user menu'] >> visible=true")
    page.screenshot(path=tmp_path / "menu.png")
    page.click("text=Logout >> visible=true")
    page.wait_for_url("**/admin/login*")


def add_a_product(page: Page, site: str, tmp_path: Path) -> None:
    """Create a product; its owner is found by typing a part of the address."""
    page.goto(f"{site}/admin/product/list")
    page.click("text=New Product")
    page.fill("#name", "Teapot")
    page.fill("#price", "24.00")
    page.select_option("#status", "live")
    page.click(".select2-selection")
    page.fill(".select2-search__field", "boss")
    page.click(f".select2-results__option:has-text('{EMAIL}')")
    page.screenshot(path=tmp_path / "product.png")
    assert "was added successfully" in save(page)


def find_and_change_it(page: Page, site: str, tmp_path: Path) -> None:
    """Search, filter, sort, choose the page size and the columns, and change the price."""
    page.fill("[name=q]", "TEA")
    page.press("[name=q]", "Enter")
    page.wait_for_url("**q=TEA*")
    assert page.locator("tbody tr").count() == 1
    page.goto(f"{site}/admin/product/list?filter=status__in%3Ddraft")
    assert "Teapot" not in page.content()
    page.goto(f"{site}/admin/product/list")
    page.click("text=Columns >> visible=true")
    page.click("text=Apply >> visible=true")  # an inline event handler
    page.wait_for_url("**/product/list*")
    page.click("text=Filters >> visible=true")
    page.screenshot(path=tmp_path / "filters.png")
    page.goto(f"{site}/admin/product/list")
    page.select_option("[aria-label='Page size']", label="50")  # another one
    page.wait_for_url("**page_size=50*")
    page.click("th a:has-text('Price')")
    page.wait_for_url("**sort=price*")
    page.screenshot(path=tmp_path / "list.png")
    page.goto(f"{site}/admin/product/list")
    page.click("a[href*='/product/edit'] >> visible=true")
    page.wait_for_selector(f".select2-selection__rendered:has-text('{EMAIL}')")
    page.fill("#price", "-1")
    page.click(".card-footer button:not([name])")
    page.wait_for_selector("text=greater than or equal to 0")
    page.wait_for_selector(f".select2-selection__rendered:has-text('{EMAIL}')")
    page.screenshot(path=tmp_path / "refused.png")
    page.fill("#price", "20.00")
    assert "was changed successfully" in save(page)


def add_a_user(page: Page, site: str) -> None:
    """Create a user with a weak password, which is refused, and then with a strong one."""
    page.goto(f"{site}/admin/user/create")
    page.fill("#email", "keeper@example.com")
    page.fill("#password", "password")
    page.click(".card-footer button:not([name])")
    page.wait_for_selector("text=too common")
    assert page.input_value("#password") == ""
    page.fill("#password", PASSWORD)
    assert "was added successfully" in save(page)
    assert "keeper@example.com" in page.content()
