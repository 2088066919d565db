"""The bus: what happens while it is down, and what others publish on it."""

from contextlib import ExitStack

import httpx2
import pytest

from tests.catalog.product_client import add
from tests.live.live_client import LIMIT, LIVE, read, socket_of, stream_of
from tests.support.problem import assert_problem
from tests.support.processes import wait_until
from tests.support.service import Service


def test_without_its_bus_the_api_works_and_connections_stay(
    service: Service, owner: httpx2.Client
) -> None:
    """What changes meanwhile is not sent later: clients read again what they show."""
    with socket_of(owner) as socket, stream_of(owner) as stream, ExitStack() as opened:
        with service.without_valkey():
            product = add(owner)
            assert owner.get(f"/api/v1/products/{product['id']}").status_code == 200
            assert owner.get("/health/ready").status_code == 200
            refused = owner.post(f"{LIVE}/tickets")
            assert_problem(refused, 503)
            assert refused.headers["Retry-After"] == "1"
            assert_problem(owner.get(f"{LIVE}/events?ticket=x"), 503)
            late = opened.enter_context(stream_of(owner))  # a token needs no bus
            assert socket.ping().wait(LIMIT)
            wait_until(lambda: "changes_not_published" in logs(service))
        with service.valkey.client() as valkey:
            wait_until(lambda: valkey.pubsub_numsub("live")[0][1])
        product = add(owner)
        assert read(socket)["id"] == product["id"]
        assert next(stream)[1]["id"] == next(late)[1]["id"] == product["id"]
        with socket_of(owner) as new:
            product = add(owner)
            assert read(new)["id"] == product["id"]


def logs(service: Service) -> str:
    """Return what the servers have logged."""
    return "".join(log.read_text(encoding="utf-8") for log in service.folder.glob("server-*.log"))


@pytest.mark.parametrize("text", [b"\xff", b"{", b"[]", b"{}", b'{"subject": 1, "id": "x"}'])
def test_a_message_of_another_program_is_ignored(
    service: Service, owner: httpx2.Client, text: bytes
) -> None:
    with socket_of(owner) as socket:
        with service.valkey.client() as client:
            assert client.publish("live", text) == 1
        product = add(owner)
        assert read(socket)["id"] == product["id"]


def test_a_single_process_needs_no_bus(service: Service, owner: httpx2.Client) -> None:
    with (
        service.server(LIVE_BUS_URL="memory://") as (url, _),
        httpx2.Client(base_url=url, headers=owner.headers, timeout=LIMIT) as client,
        socket_of(client) as socket,
    ):
        product = add(client)
        assert read(socket)["id"] == product["id"]
