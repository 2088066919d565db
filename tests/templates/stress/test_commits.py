"""A COMMIT that fails returns 409, stores nothing, and leaves a connection that works."""

from collections.abc import Callable

import httpx
import pytest

from projects import Server
from stress.databases import execute
from stress.load import register_and_sign_in
from waiting import http_client

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

# Both accept the INSERT and fail at COMMIT, as Django's deferred foreign keys do.
DOOM_ON_SQLITE = """
    create table doom (id integer references accounts_user (id) deferrable initially deferred);
    create trigger doomed after insert on catalog_product when new.name = 'doomed'
    begin insert into doom values (1); end;
"""
DOOM_ON_POSTGRESQL = """
    create function doom() returns trigger language plpgsql as
    $$ begin raise exception 'doomed' using errcode = 'foreign_key_violation'; end $$;
    create constraint trigger doomed after insert on catalog_product deferrable initially deferred
    for each row when (new.name = 'doomed') execute function doom();
"""


def test_a_failed_commit_returns_409_and_stores_nothing(boot: Callable[..., Server], address: str) -> None:
    url = boot(address).url
    execute(address, DOOM_ON_SQLITE if address.startswith("sqlite") else DOOM_ON_POSTGRESQL)
    headers = {"Authorization": f"Bearer {register_and_sign_in(url)}"}
    with http_client(base_url=url, headers=headers) as client:
        for _ in range(30):
            doomed = {"name": "doomed", "price": "1.00", "status": "live"}
            response = client.post("/api/v1/products", json=doomed)
            assert response.status_code == httpx.codes.CONFLICT
            assert response.headers["Content-Type"] == "application/problem+json"
            assert "doomed" not in response.text
            fine = client.post("/api/v1/products", json={"name": "Tea", "price": "1.00"})
            assert fine.status_code == httpx.codes.CREATED
        assert client.get("/api/v1/products?search=doomed").json()["total"] == 0
        assert client.get("/api/v1/products?status=draft").json()["total"] == 30
