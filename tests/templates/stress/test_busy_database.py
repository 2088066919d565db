"""A locked row, a locked file and a read-only database: a request ends, with a status that says why."""

import asyncio
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import httpx
import pytest

from projects import Server
from stress.databases import PROGRAMS, DatabaseServer, execute, query
from stress.load import encode_request, port_of, register_and_sign_in, send, send_concurrently
from waiting import http_client, http_get, wait_until

pytestmark = pytest.mark.matrix

PRODUCTS = encode_request("GET", "/api/v1/products")
TEA = {"name": "Tea", "price": "4.50", "status": "live"}
WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
CHANGES = 20  # more than the requests that may use the database at once


@contextmanager
def locked_rows(address: str, change: str = "") -> Iterator[None]:
    """Lock every product in a transaction of another client, which may also change them; then commit."""
    psql = [str(PROGRAMS / "psql"), address, "-q", "-A", "-t"]
    with subprocess.Popen(psql, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write(f"begin; {change}\n")
        other.stdin.write("select id from catalog_product for update;\n")
        other.stdin.flush()
        assert other.stdout.readline()
        yield
        other.stdin.write("commit;\n")
        other.stdin.close()


def test_changes_of_a_locked_row_end_and_free_their_connections(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    token = register_and_sign_in(url)
    headers = {"Authorization": f"Bearer {token}"}
    with http_client(base_url=url, headers=headers) as client:
        product = client.post("/api/v1/products", json=TEA).json()["id"]
    change = encode_request("PATCH", f"/api/v1/products/{product}", {"name": "Coffee"}, token)
    with locked_rows(database_server.address):
        result = asyncio.run(send_concurrently(send(port_of(url), change) for _ in range(CHANGES)))
        result.report("changes of a locked row")
        assert (result.errors, result.statuses()) == ({}, {503})
        wait_until(lambda: query(database_server.address, WAITING).strip() == "0", "a statement still waits")
        assert asyncio.run(send(port_of(url), PRODUCTS)).status == httpx.codes.OK
    assert asyncio.run(send(port_of(url), change)).status == httpx.codes.OK


def test_a_change_keeps_what_another_transaction_has_written(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    address = database_server.address
    url = boot(address).url
    headers = {"Authorization": f"Bearer {register_and_sign_in(url)}"}
    with http_client(base_url=url, headers=headers) as client, ThreadPoolExecutor(1) as pool:
        path = f"/api/v1/products/{client.post('/api/v1/products', json=TEA).json()['id']}"
        with locked_rows(address, "update catalog_product set price = 9;"):
            changing = pool.submit(client.patch, path, json={"name": "Coffee"})
            wait_until(lambda: query(address, WAITING).strip() == "1", "the change does not wait")
        changed = changing.result().json()
        assert (changed["name"], changed["price"]) == ("Coffee", "9.00")
        assert client.get(path).json() == changed


def test_writes_to_a_read_only_database_are_503(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    address = database_server.address
    url = boot(address).url
    headers = {"Authorization": f"Bearer {register_and_sign_in(url)}"}
    execute(address, "alter database shop set default_transaction_read_only = on")
    database_server.stop()
    database_server.start()
    with http_client(base_url=url, headers=headers) as client:
        written = client.post("/api/v1/products", json=TEA)
        assert (written.status_code, written.headers["Retry-After"]) == (503, "1")
        assert "read-only" in written.json()["detail"]
        assert client.get("/api/v1/products").status_code == httpx.codes.OK


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_request_without_a_token_does_not_wait_for_the_lock_of_sqlite(
    boot: Callable[..., Server], address: str
) -> None:
    url = boot(address).url
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for method, path in (
            ("POST", "/api/v1/products"),
            ("PATCH", "/api/v1/users/me"),
            ("POST", "/api/v1/users/me/password"),
        ):
            # A request that waited for the lock would be 503.
            for headers in ({}, {"Authorization": "Bearer a.b.c"}):
                with http_client(base_url=url, headers=headers) as client:
                    assert client.request(method, path, json={}).status_code == httpx.codes.UNAUTHORIZED
        assert http_get(f"{url}/api/v1/products").status_code == httpx.codes.OK
