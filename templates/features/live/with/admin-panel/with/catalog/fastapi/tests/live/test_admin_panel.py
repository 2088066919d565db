"""What staff changes in the admin panel reaches the clients of live updates."""

import subprocess

import httpx2

from tests.catalog.product_client import add
from tests.live.live_client import read, socket_of
from tests.support.browser import enter, rows_of, send
from tests.support.clients import PASSPHRASE
from tests.support.processes import JUST, ROOT
from tests.support.service import Service

LIST = "/admin/product/list"


def test_changes_in_the_admin_panel_reach_a_socket(service: Service, owner: httpx2.Client) -> None:
    environment = service.environment | {"ADMIN_PASSWORD": PASSPHRASE}
    create = [str(JUST), "create-admin", "boss@example.com"]
    subprocess.run(create, cwd=ROOT, env=environment, check=True)  # noqa: S603
    product = add(owner)
    fields = {name: product[name] for name in ("name", "description", "price")}
    with (
        httpx2.Client(base_url=service.url, timeout=60, follow_redirects=True) as staff,
        socket_of(owner) as socket,
    ):
        enter(staff)
        page = staff.get(f"/admin/product/edit?pk={product['id']}")
        send(staff, page, **fields, status="draft", owner=product["owner_id"])
        page = staff.get("/admin/product/create")
        send(staff, page, **fields, status="live", owner=product["owner_id"])
        assert rows_of(staff.get(LIST)).count("edit?pk=") >= 2
        changed, created = read(socket), read(socket)
    assert (changed["type"], changed["id"]) == ("product.changed", product["id"])
    assert created["type"] == "product.created"
