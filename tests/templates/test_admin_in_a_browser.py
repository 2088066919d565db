"""The admin site in a real browser: under the content security policy, from sign-in to a deleted product."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from projects import Answers, Server, succeed

EMAIL, PASSWORD = "boss@example.com", "tangerine lamp 42"
CHROMIUM = shutil.which("chromium")
# The browser asks for an icon by itself, and ReDoc for its maker's logo, which the policy stops.
HARMLESS = ("favicon", "redoc.ly", "404 (Not Found)")

pytestmark = [
    pytest.mark.matrix,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt-get install chromium"),
]


@pytest.fixture
def complaints() -> list[str]:
    """Collect what the browser complains about."""
    return []


@pytest.fixture
def page(complaints: list[str]) -> Iterator[Page]:
    """Give a tab of a browser that takes down every error."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1200, "height": 900})
        tab.set_default_timeout(15_000)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        yield tab
        browser.close()


def save(page: Page) -> str:
    """Save the form, and read what the site says about it."""
    page.click("[name=_save]")
    return page.text_content("ul.messagelist") or ""


def test_staff_walk_through_the_admin(
    page: Page,
    complaints: list[str],
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
    page.click(".change-list .toplinks a")  # into the date hierarchy: one product, so its day
    page.wait_for_selector("td.field-price")
    page.screenshot(path=tmp_path / "list.png")

    let_somebody_keep_the_shop(page, site)
    page.screenshot(path=tmp_path / "user.png")
    page.goto(f"{site}/admin/catalog/product/")
    page.check(".action-select")
    page.select_option("[name=action]", "delete_selected")
    page.click("button[name=index]")
    page.click("#content form [type=submit]")
    assert "Successfully deleted" in (page.text_content("ul.messagelist") or "")

    for path, sign_of_life in (("/api/docs", ".opblock"), ("/api/redoc", ".menu-content")):
        page.goto(f"{site}{path}")
        page.wait_for_selector(sign_of_life)
    assert [each for each in complaints if not any(known in each for known in HARMLESS)] == []


def let_somebody_keep_the_shop(page: Page, site: str) -> None:
    """Make a group with a permission, and somebody in it."""
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
