"""A table over HTTP: pages, filters, one row, changes, and rows that are not visible."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import Engine

from backend.main import create_app
from backend.settings import Settings
from tests.support.notes import Kind, Note, add_notes
from tests.support.server import asgi_client

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client(settings: Settings, engine: Engine) -> AsyncIterator[httpx2.AsyncClient]:
    """Yield a client of an application with notes."""
    Note.metadata.create_all(engine)
    app = create_app(settings)
    add_notes(app)
    async with asgi_client(app) as client:
        yield client
    await app.state.database.dispose()
    Note.metadata.drop_all(engine)


async def add(client: httpx2.AsyncClient, text: str, kind: Kind = Kind.OPEN) -> dict[str, Any]:
    """Create a note; return its JSON."""
    response = await client.post("/notes", json={"text": text, "kind": kind})
    assert response.status_code == 201
    note: dict[str, Any] = response.json()
    return note


async def test_a_page_is_filtered_and_the_newest_is_first(client: httpx2.AsyncClient) -> None:
    for text in ("100% Tea", "Coffee", "50% tea"):
        await add(client, text)
    await add(client, "Tea", Kind.HIDDEN)
    page = (await client.get("/notes", params={"search": "% TEA", "size": 1})).json()
    assert [note["text"] for note in page.pop("items")] == ["50% tea"]
    assert page == {"total": 2, "page": 1, "size": 1, "pages": 2}
    past = (await client.get("/notes", params={"page": 9})).json()
    assert (past["items"], past["total"]) == ([], 3)


async def test_a_row_is_read_and_changed(client: httpx2.AsyncClient) -> None:
    note = await add(client, "Tea")
    path = f"/notes/{note['id']}"
    assert (note["price"], note["extra"]) == ("1", {})
    changed = (await client.patch(path, json={"text": "Cha"})).json()
    stored = note | {"price": "1.00", "text": "Cha", "updated_at": changed["updated_at"]}
    assert (await client.get(path)).json() == changed == stored
    assert changed["updated_at"] != note["updated_at"]
    assert (await client.patch(path, json={})).json() == changed
    for wrong in ({"text": None}, {"kind": "open"}):
        assert (await client.patch(path, json=wrong)).status_code == 422


async def test_a_hidden_row_is_404(client: httpx2.AsyncClient) -> None:
    note = await add(client, "Tea", Kind.HIDDEN)
    for path in (f"/notes/{note['id']}", f"/notes/{uuid4()}"):
        assert (await client.get(path)).status_code == 404
        assert (await client.patch(path, json={"text": "Cha"})).status_code == 404


async def test_the_document_lists_the_errors_of_a_change(client: httpx2.AsyncClient) -> None:
    document = (await client.get("/api/openapi.json")).json()
    responses = document["paths"]["/notes/{key}"]["patch"]["responses"]
    assert {"200", "400", "404", "413", "415", "422", "503"} <= responses.keys()


async def test_an_invalid_body_is_refused(client: httpx2.AsyncClient) -> None:
    json = {"Content-Type": "application/json"}
    assert (await client.post("/notes", content=b"{", headers=json)).status_code == 400
    assert (await client.post("/notes", content=b"{}")).status_code == 415
    assert (await client.get("/notes/1")).status_code == 404
    refused = await client.post("/notes", json=dict.fromkeys(map(str, range(1_000)), 1))
    assert (refused.status_code, len(refused.json()["errors"])) == (422, 20)
