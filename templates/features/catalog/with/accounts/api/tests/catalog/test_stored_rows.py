"""Stored rows are not validated again: one invalid row does not make a list fail."""

from uuid import uuid4

import httpx2
from sqlalchemy import Engine, text

USER = text("INSERT INTO accounts_user (id, password, email) VALUES (:id, '!', 'not an address')")
PRODUCT = text(
    "INSERT INTO catalog_product (id, name, price, status, owner_id)"
    " VALUES (:id, '', 1, 'live', :owner)"
)


def test_invalid_rows_are_listed(engine: Engine, base_url: str) -> None:
    owner = uuid4().hex
    with engine.begin() as connection:
        connection.execute(USER, {"id": owner})
        connection.execute(PRODUCT, {"id": uuid4().hex, "owner": owner})
    listed = httpx2.get(f"{base_url}/api/v1/products", trust_env=False)
    assert listed.status_code == 200
    assert [item["name"] for item in listed.json()["items"]] == [""]
