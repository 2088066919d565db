"""PgBouncer in transaction mode, with default settings on both sides: every request is answered."""

import asyncio
import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from projects import Server, background, free_port
from stress.databases import DatabaseServer
from stress.load import HOST, encode_request, port_of, read_response, register_and_sign_in
from waiting import wait_until

PGBOUNCER = shutil.which("pgbouncer")

pytestmark = [pytest.mark.matrix, pytest.mark.skipif(PGBOUNCER is None, reason="needs pgbouncer")]

CLIENTS, ROUNDS = 12, 10  # of three requests each
CONFIGURATION = """
[databases]
shop = host={socket} dbname=shop user=postgres
[pgbouncer]
listen_addr = {host}
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
"""


@pytest.fixture
def pooler(database_server: DatabaseServer, tmp_path: Path) -> Iterator[str]:
    """Start PgBouncer in front of a PostgreSQL server; yield its URL. Four connections serve all clients."""
    server, port = database_server.server, free_port()
    ini = server.pgdata / "pgbouncer.ini"
    ini.write_text(CONFIGURATION.format(socket=server.get_postmaster_info().socket_dir, host=HOST, port=port))
    command = [str(PGBOUNCER), str(ini)]
    if os.geteuid() == 0:  # PgBouncer does not run as root
        command[1:1] = ["-u", str(server.system_user)]
        shutil.chown(ini, str(server.system_user))
    with background(command, tmp_path / "pgbouncer.log", env={}) as process:

        def listens() -> bool:
            assert process.poll() is None, (tmp_path / "pgbouncer.log").read_text()
            with socket.socket() as client:
                return client.connect_ex((HOST, port)) == 0

        wait_until(listens, "PgBouncer does not listen")
        yield f"postgresql://postgres@{HOST}:{port}/shop"


async def create_read_and_list(port: int, token: str, client: int) -> list[int]:
    """Create a product, read it and list all, repeatedly, on one connection; return the status codes."""
    reader, writer = await asyncio.open_connection(HOST, port)
    statuses = []
    for number in range(ROUNDS):
        body = {"name": f"Tea {client} {number}", "price": "4.50", "status": "live"}
        requests = [
            encode_request("POST", "/api/v1/products", body, token),
            encode_request("GET", "/api/v1/products?search=tea&sort=name", token=token),
            encode_request("PATCH", "/api/v1/users/me", {"full_name": f"Ada {number}"}, token),
        ]
        for request in requests:
            writer.write(request)
            statuses.append((await read_response(reader, 0)).status)
    writer.close()
    return statuses


def test_mixed_requests_succeed_through_a_pooler(boot: Callable[..., Server], pooler: str) -> None:
    url = boot(pooler).url
    token = register_and_sign_in(url)

    async def run() -> Counter[int]:
        clients = (create_read_and_list(port_of(url), token, client) for client in range(CLIENTS))
        return Counter(status for statuses in await asyncio.gather(*clients) for status in statuses)

    created = CLIENTS * ROUNDS
    assert asyncio.run(run()) == {201: created, 200: 2 * created}
