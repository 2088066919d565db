"""What Django changes reaches the clients of live updates: in the admin site, or in a shell."""

import re
import subprocess
import sys
from collections.abc import Iterator

import httpx2
import pytest

from tests.catalog.product_client import add
from tests.live.live_client import read, socket_of
from tests.support.processes import JUST, ROOT
from tests.support.service import Service

LIST = "/admin/catalog/product/"
PASSPHRASE = "tangerine lamp 42"
ROLL_BACK_THEN_SAVE = """
from django.db import transaction
from backend.catalog.models import Product
product = Product.objects.get()
with transaction.atomic():
    product.delete()
    transaction.set_rollback(True)
Product.objects.get().save()
"""


@pytest.fixture
def staff(service: Service) -> Iterator[httpx2.Client]:
    """Yield a client that is signed in to the admin site."""
    environment = service.environment | {"ADMIN_PASSWORD": PASSPHRASE}
    create = [str(JUST), "create-admin", "boss@example.com"]
    subprocess.run(create, cwd=ROOT, env=environment, check=True)  # noqa: S603
    with httpx2.Client(base_url=service.url, timeout=60, trust_env=False) as staff:
        send(staff, "/admin/login/", username="boss@example.com", password=PASSPHRASE)
        yield staff
    service.execute("DELETE FROM django_admin_log")  # its rows refer to the user


def send(staff: httpx2.Client, path: str, **changes: str) -> None:
    """Send the form of a page with some changes."""
    page = staff.get(path).text
    fields = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<select name="(\w+)".*?value="([^"]+)" selected', page, re.DOTALL))
    response = staff.post(path, data=fields | changes)
    assert response.status_code == 302, response.text


def test_changes_in_the_admin_reach_a_socket(owner: httpx2.Client, staff: httpx2.Client) -> None:
    product, other = add(owner), add(owner)
    with socket_of(owner) as socket:
        send(staff, f"{LIST}{product['id']}/change/", price="7.50")
        send(staff, f"{LIST}{product['id']}/delete/")
        send(staff, LIST, action="delete_selected", _selected_action=other["id"], post="yes")
        messages = [read(socket) for _ in range(3)]
    assert [(message["type"], message["id"]) for message in messages] == [
        ("product.changed", product["id"]),
        ("product.removed", product["id"]),
        ("product.removed", other["id"]),
    ]


def test_only_what_is_committed_reaches_a_socket(service: Service, owner: httpx2.Client) -> None:
    product = add(owner)
    shell = [sys.executable, "manage.py", "shell", "--command", ROLL_BACK_THEN_SAVE]
    with socket_of(owner) as socket:
        subprocess.run(shell, cwd=ROOT, env=service.environment, check=True)  # noqa: S603
        last = add(owner)
        messages = [read(socket) for _ in range(2)]
    assert [(message["type"], message["id"]) for message in messages] == [
        ("product.changed", product["id"]),
        ("product.created", last["id"]),
    ]
