"""The rows of a generated resource can be looked at in the admin panel of a FastAPI project."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Answers, succeed

pytestmark = pytest.mark.matrix

FIELDS = (
    *(
        "name:string:40:unique:search",
        "total:money:filter:sort",
        "kind:enum:a,b:optional",
        "note:text:optional",
    ),
    *(
        "pin:string:8:secret",
        "extra:json:optional",
        "at:datetime:optional",
        "day:date:optional",
        "n:int:optional",
    ),
    *("ok:bool:default=true", "mark:uuid:optional", "product:ref:catalog.Product:optional"),
    "buyer:ref:accounts.User:optional:null",
)
TEST = '''\
"""Lines of orders in the admin."""

import httpx2

from tests.support.browser import rows_of


def test_a_row_is_in_the_list_and_in_its_page_without_the_secret(
    admin: httpx2.Client, owner: httpx2.Client
) -> None:
    body = {"name": "<b>Tea</b>", "total": "4.50", "pin": "sesame", "kind": "b", "extra": {"a": 1}}
    body |= {"at": "2026-01-31T09:30:00Z", "day": "2026-02-28"}
    line = owner.post("/api/v1/order-lines", json=body).json()
    for query in ("", "?q=tea"):
        rows = rows_of(admin.get(f"/admin/order-line/list{query}"))
        assert "&lt;b&gt;Tea&lt;/b&gt;" in rows
        assert "<b>Tea" not in rows
    page = admin.get(f"/admin/order-line/detail?pk={line['id']}")
    assert page.status_code == 200
    assert "4.50" in page.text
    assert "sesame" not in page.text


def test_no_form_changes_a_row(admin: httpx2.Client, owner: httpx2.Client) -> None:
    line = owner.post("/api/v1/order-lines", json={"name": "Tea", "total": "1", "pin": "x"}).json()
    for path in ("create", f"edit?pk={line['id']}"):
        assert admin.get(f"/admin/order-line/{path}").status_code == 403
'''


def test_a_resource_is_in_the_admin_panel_unless_it_is_left_out(installed: Callable[[Answers], Path]) -> None:
    shop = installed({"stack": "fastapi", "admin_panel": True})
    generate = (sys.executable, "-m", "pystack_init", "generate", "resource")
    succeed(shop, *generate, "order_line", *FIELDS)
    succeed(shop, *generate, "tag", "rank:int:optional", "--no-admin")
    assert not (shop / "backend/tags/admin.py").exists()
    assert "TagView" not in (shop / "backend/admin/site.py").read_text(encoding="utf-8")
    succeed(shop, *generate, "label", "rank:int:optional")
    (shop / "tests/admin/test_admin_order_lines.py").write_text(TEST, encoding="utf-8")
    succeed(shop, "uv", "run", "just", "check")
    succeed(shop, "uv", "run", "pytest", "-q", "tests/admin", "tests/order_lines")
