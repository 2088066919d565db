"""What the admin does not keep: connections while it renders or hashes, and old sessions."""

import time
from collections.abc import Callable

import argon2
import httpx2
import pytest
from itsdangerous import TimestampSigner
from starlette.templating import Jinja2Templates

from backend.main import create_app
from backend.settings import Settings
from tests.support.browser import BOSS_FORM, enter, is_inside, send
from tests.support.command import in_a_thread

PARTS = (
    (Jinja2Templates, "TemplateResponse"),
    (argon2.PasswordHasher, "hash"),
    (argon2.PasswordHasher, "verify"),
)


def test_no_connection_is_held_while_a_page_is_rendered_or_a_password_is_hashed(
    settings: Settings, boss_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings)
    held: dict[str, set[int]] = {}

    def watch(owner: type, name: str) -> None:
        original: Callable[..., object] = getattr(owner, name)

        def watched(*arguments: object, **options: object) -> object:
            held.setdefault(name, set()).add(app.state.database.engine.pool.checkedout())
            return original(*arguments, **options)

        monkeypatch.setattr(owner, name, watched)

    for owner, name in PARTS:
        watch(owner, name)
    with (
        in_a_thread(settings, app) as url,
        httpx2.Client(base_url=url, trust_env=False, follow_redirects=True, timeout=60) as client,
    ):
        enter(client)
        assert client.get("/admin/user/list").is_success
        form = client.get(f"/admin/user/edit?pk={boss_id}")
        changed = send(client, form, **BOSS_FORM, password="tangerine lamp 43")
        assert changed.status_code == 200, changed.text
    assert held == {"TemplateResponse": {0}, "hash": {0}, "verify": {0}}


@pytest.mark.parametrize(("seconds", "inside"), [(12 * 3600 - 60, True), (12 * 3600 + 60, False)])
def test_a_session_ends_after_12_hours(
    admin: httpx2.Client, monkeypatch: pytest.MonkeyPatch, seconds: int, *, inside: bool
) -> None:
    later = int(time.time()) + seconds
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: later)
    assert is_inside(admin) == inside
