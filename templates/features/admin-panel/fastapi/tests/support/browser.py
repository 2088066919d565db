"""What a browser does in the admin: sign in, and send the forms of its pages."""

import re

import httpx2

from tests.support.clients import PASSPHRASE

BOSS = "boss@example.com"
BOSS_FORM = {"email": BOSS, "full_name": "", "is_active": "on", "is_superuser": "on"}
TOKEN = re.compile(r'name="(csrf\w*)" value="([^"]+)"')


def send(
    browser: httpx2.Client, page: httpx2.Response, path: str = "", **fields: str
) -> httpx2.Response:
    """Send a form with the CSRF token of its page, to the page itself or to another path."""
    return browser.post(path or page.url, data=dict(TOKEN.findall(page.text)) | fields)


def enter(browser: httpx2.Client, email: str = BOSS, password: str = PASSPHRASE) -> httpx2.Response:
    """Open the admin, fill in the sign-in form, and return the page that follows."""
    return send(browser, browser.get("/admin/"), username=email, password=password)


def is_inside(browser: httpx2.Client) -> bool:
    """Return whether the admin is shown, and not the sign-in page."""
    page = browser.get("/admin/")
    assert page.status_code == 200
    return "/login" not in page.url.path


def rows_of(page: httpx2.Response) -> str:
    """Return the HTML of the rows of a list."""
    assert page.status_code == 200, page.text
    return page.text.partition("<tbody")[2]
