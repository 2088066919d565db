"""The admin site in a real browser, with its content security policy: from sign-in to a deleted product."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from projects import Answers, Server, succeed

EMAIL, PASSWORD = "boss@example.com", "tangerine lamp 42"

pytestmark = pytest.mark.matrix


@pytest.fixture
def ignored_console_messages() -> tuple[str, ...]:
    """Ignore the icon that the browser requests, and ReDoc's logo, which the policy blocks."""
    return ("favicon", "redoc.ly")


def save(page: Page) -> str:
    """Save the form and return the site's message."""
    page.click("[name=_save]")
    return page.text_content("ul.messagelist") or ""


def test_staff_can_use_the_admin_site(
    page: Page,
    installed: Callable[[Answers], Path],
    serve: Callable[[Path], Server],
    tmp_path: Path,
) -> None:
    project = installed({"stack": "django_drf"})
    succeed(project, "uv", "run", "just", "create-admin", EMAIL, env={"ADMIN_PASSWORD": PASSWORD})
    site = serve(project).url
    page.goto(f"{site}/admin/")
    page.fill("#id_username", EMAIL)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_selector("#content-main")

    page.goto(f"{site}/admin/catalog/product/add/")
    page.fill("#id_name", "Teapot")
    page.fill("#id_price", "24.00")
    page.select_option("#id_status", "live")
    page.click(".select2-selection")
    page.fill(".select2-search__field", "boss")
    page.click(f".select2-results__option:has-text('{EMAIL}')")
    page.screenshot(path=tmp_path / "product.png")
    assert "was added" in save(page)

    page.click("th.field-name a")
    page.fill("#id_price", "20.00")
    assert "was changed" in save(page)
    page.goto(f"{site}/admin/catalog/product/?status__exact=live&q=tea")
    assert page.text_content("td.field-price") == "20.00"
    page.goto(f"{site}/admin/catalog/product/?status__exact=draft")
    assert page.query_selector("td.field-price") is None
    page.goto(f"{site}/admin/catalog/product/")
    page.click(".change-list .toplinks a")  # the date hierarchy: with one product it shows its day
    page.wait_for_selector("td.field-price")
    page.screenshot(path=tmp_path / "list.png")

    add_a_group_and_a_member(page, site)
    page.screenshot(path=tmp_path / "user.png")
    page.goto(f"{site}/admin/catalog/product/")
    page.check(".action-select")
    page.select_option("[name=action]", "delete_selected")
    page.click("button[name=index]")
    page.click("#content form [type=submit]")
    assert "Successfully deleted" in (page.text_content("ul.messagelist") or "")

    for path, loaded in (("/api/docs", ".opblock"), ("/api/redoc", ".menu-content")):
        page.goto(f"{site}{path}")
        page.wait_for_selector(loaded)


def add_a_group_and_a_member(page: Page, site: str) -> None:
    """Create a group with a permission, and a staff user in it."""
    page.goto(f"{site}/admin/auth/group/add/")
    page.fill("#id_name", "shop keepers")
    page.select_option("#id_permissions_from", label="Catalog | product | Can change product")
    page.click("#id_permissions_add")
    assert "was added" in save(page)
    page.goto(f"{site}/admin/accounts/user/add/")
    page.fill("#id_email", "keeper@example.com")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    assert "was added" in save(page)
    page.check("#id_is_staff")
    page.select_option("#id_groups_from", label="shop keepers")
    page.click("#id_groups_add")
    assert "was changed" in save(page)
