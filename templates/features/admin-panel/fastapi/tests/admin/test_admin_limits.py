"""The admin without a database, beside another writer, over TLS, and with a foreign address."""

from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine, text

from backend.main import create_app
from backend.settings import Settings
from tests.support.browser import BOSS, BOSS_FORM, TOKEN, enter, send
from tests.support.clients import PASSPHRASE, Tokens
from tests.support.command import in_a_thread
from tests.support.server import asgi_client

BROWSER = {"Accept": "text/html"}


@pytest.mark.anyio
async def test_without_a_database_there_is_a_sign_in_page_and_503_for_a_sign_in(
    settings: Settings, tmp_path: Path
) -> None:
    nowhere = f"sqlite:///{tmp_path}/missing/folder/db.sqlite3"
    url = type(settings.database_url)(nowhere)
    app = create_app(settings.model_copy(update={"database_url": url}))
    async with asgi_client(app) as client:
        page = await client.get("/admin/login", headers=BROWSER)
        assert page.status_code == 200
        form = dict(TOKEN.findall(page.text)) | {"username": BOSS, "password": PASSPHRASE}
        lost = await client.post("/admin/login", data=form, headers=BROWSER)
        assert (lost.status_code, lost.headers["Retry-After"]) == (503, "1")
        assert lost.headers["Content-Type"].startswith("text/html")
        assert "cannot be reached" in lost.text


def test_a_row_that_another_writer_locks_is_503(
    settings: Settings, engine: Engine, boss_id: str
) -> None:
    app = create_app(settings.model_copy(update={"transaction_seconds": 0.5}))
    edit = f"/admin/user/edit?pk={boss_id}"
    with (
        in_a_thread(settings, app) as url,
        httpx2.Client(base_url=url, trust_env=False, follow_redirects=True, timeout=60) as client,
    ):
        enter(client)
        client.headers.update(BROWSER)
        with engine.begin() as connection:
            connection.execute(text("UPDATE accounts_user SET full_name = 'locked'"))
            late = send(client, client.get(edit), **BOSS_FORM)
        assert (late.status_code, late.headers.get("Retry-After")) == (503, "1")
        assert "took over 0.5 seconds" in late.text
        assert send(client, client.get(edit), **BOSS_FORM).status_code == 200


@pytest.mark.anyio
async def test_cookies_are_secure_over_tls(settings: Settings, boss: Tokens) -> None:
    assert boss
    async with asgi_client(create_app(settings)) as client:
        client.base_url = httpx2.URL("https://localhost")
        page = await client.get("/admin/login")
        form = dict(TOKEN.findall(page.text)) | {"username": BOSS, "password": PASSPHRASE}
        signed_in = await client.post("/admin/login", data=form | {"remember_me": "on"})
        assert signed_in.status_code == 303
        cookies = [
            each
            for response in (page, signed_in)
            for each in response.headers.get_list("Set-Cookie")
        ]
        assert len(cookies) == 2
        assert all("; Secure" in each for each in cookies)
        assert "Max-Age=43200" in cookies[1]
        assert "Path=/admin" in cookies[1]


@pytest.mark.usefixtures("boss")
def test_the_sign_in_leads_to_no_other_site(browser: httpx2.Client) -> None:
    page = browser.get(f"{browser.get('/admin/').url.path}?next=https://evil.example/")
    inside = send(browser, page, username=BOSS, password=PASSPHRASE)
    assert inside.url.host == browser.base_url.host
