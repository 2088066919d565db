"""The pages in a real browser, with their content security policy: from sign-up to a password reset."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from projects import Answers, Server
from waiting import wait_until

EMAIL, PASSWORD, ANOTHER = "ada@example.com", "tangerine lamp 42", "velvet anchor 77"

pytestmark = pytest.mark.matrix


@pytest.mark.parametrize("stack", ["django_drf", "hybrid"])
def test_a_new_user_creates_a_product(
    stack: str,
    page: Page,
    installed: Callable[[Answers], Path],
    serve: Callable[[Path], Server],
    tmp_path: Path,
) -> None:
    server = serve(installed({"stack": stack, "pages": True}))
    page.goto(server.url)
    page.get_by_role("link", name="Sign up").first.click()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password:", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill("another")
    page.screenshot(path=tmp_path / "sign-up.png")
    page.get_by_role("button", name="Sign up").click()
    page.wait_for_selector("#id_password2_error")
    page.screenshot(path=tmp_path / "refused.png")
    page.get_by_label("Password:", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_text(f"You are signed in as {EMAIL}").wait_for()

    page.get_by_role("link", name="Products").click()
    page.get_by_role("link", name="New product").click()
    page.get_by_label("Name").fill("Teapot")
    page.get_by_label("Price").fill("24.00")
    page.get_by_label("Status").select_option("live")
    page.screenshot(path=tmp_path / "new.png")
    page.get_by_role("button", name="Create").click()
    page.get_by_text("Teapot was created.").wait_for()
    page.screenshot(path=tmp_path / "list.png")
    page.get_by_role("link", name="Teapot").click()
    page.get_by_label("Price").fill("20.00")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Teapot was saved.").wait_for()
    page.get_by_text("20.00").wait_for()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Products").click()
    page.get_by_label("Search").fill("tea")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("rowheader", name="Teapot").wait_for()
    assert page.get_by_role("link", name="Teapot").count() == 0

    reset_the_password(page, server)
    page.screenshot(path=tmp_path / "signed-in.png")
    style = "getComputedStyle(document.querySelector('header')).display"
    assert page.evaluate(style) == "flex"


def mailed_link(server: Server) -> str:
    """Wait for the e-mail, which is sent after the response; in development it is printed to the log."""
    read = lambda: re.findall(r"http://\S+/reset/\S+", server.log.read_text(encoding="utf-8"))  # noqa: E731
    [link] = wait_until(read, "no e-mail was sent")
    return str(link)


def reset_the_password(page: Page, server: Server) -> None:
    """Reset the password with the link in the e-mail, and sign in."""
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_role("button", name="Send me a link").click()
    page.wait_for_url("**/reset/sent")
    page.goto(mailed_link(server))
    page.get_by_label("New password:", exact=True).fill(ANOTHER)
    page.get_by_label("New password confirmation").fill(ANOTHER)
    page.get_by_role("button", name="Save password").click()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(ANOTHER)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text(f"You are signed in as {EMAIL}").wait_for()
