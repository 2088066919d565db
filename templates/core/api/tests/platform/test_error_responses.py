"""Shared behaviour for every domain: error responses, text validation, pagination."""

from typing import Annotated
from uuid import UUID

import pytest
from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy import literal, select

from backend.main import create_app
from backend.platform.database.session import DatabaseDep, SessionDep
from backend.platform.database.text import Text, lowered
from backend.platform.http.errors import InvalidFieldError, OverloadedError
from backend.platform.http.paging import PageInfo, PageQuery
from backend.settings import Settings
from tests.support.asgi_client import asgi_client


class Note(BaseModel):
    """The body of an example domain."""

    model_config = ConfigDict(extra="forbid")

    text: Text


@pytest.fixture
def notes(settings: Settings) -> FastAPI:
    """Return an application with a domain of notes."""
    app = create_app(settings)

    @app.get("/notes")
    async def list_notes(
        query: Annotated[PageQuery, Query()],
        about: int | UUID | None = None,  # noqa: ARG001
    ) -> PageInfo:
        return query.info(total=41)

    @app.post("/notes")
    async def add_note(note: Note, session: SessionDep) -> str:
        connection = await session.connection()
        return str((await connection.execute(select(lowered(literal(note.text))))).scalar_one())

    @app.get("/notes/{note_id}")
    async def read_note(note_id: UUID, database: DatabaseDep) -> None:
        await database.fetch(select(literal(1)))
        raise InvalidFieldError("#/text", f"{note_id} cannot be read")

    @app.delete("/notes")
    async def busy() -> None:
        raise OverloadedError

    return app


@pytest.mark.anyio
async def test_invalid_text_is_refused_and_valid_text_is_stored(notes: FastAPI) -> None:
    json = {"Content-Type": "application/json"}
    statuses = {
        b"{": 400,
        b'{"text": 1}': 422,
        b'{"text": "\\u0000"}': 422,
        b'{"text": "\\ud800"}': 422,
        b'{"\\ud800": 1}': 422,
        b"": 422,
    }
    async with asgi_client(notes) as client:
        for body, status in statuses.items():
            response = await client.post("/notes", content=body, headers=json)
            assert (body, response.status_code) == (body, status)
            assert response.headers["Content-Type"] == "application/problem+json"
        assert (await client.post("/notes", content=b"text=1")).status_code == 415
        assert (await client.post("/notes", json={"text": "CR\u00c8ME"})).json() == "cr\u00e8me"


@pytest.mark.anyio
async def test_every_error_response_has_the_same_form(notes: FastAPI) -> None:
    async with asgi_client(notes) as client:
        assert (await client.get("/notes/7")).status_code == 404
        assert (await client.get("/notes", params={"size": ""})).status_code == 422
        assert (await client.delete("/notes")).headers["Retry-After"] == "1"
        known = await client.get("/notes/00000000-0000-0000-0000-000000000000")
        assert known.json()["errors"][0]["pointer"] == "#/text"
        put = await client.put("/notes", json={})
        assert (put.status_code, put.headers["Allow"]) == (405, "HEAD, GET, POST, DELETE")
        responses = (await client.get("/api/openapi.json")).json()["paths"]["/notes"]["post"]
        assert {"400", "413", "415", "422", "503"} <= responses["responses"].keys()


@pytest.mark.anyio
async def test_a_parameter_can_have_several_types(notes: FastAPI) -> None:
    async with asgi_client(notes) as client:
        described = (await client.get("/api/openapi.json")).json()["paths"]["/notes"]["get"]
    about = next(each for each in described["parameters"] if each["name"] == "about")
    assert about["schema"]["anyOf"] == [
        {"type": "integer"},
        {"type": "string", "format": "uuid"},
    ]


@pytest.mark.anyio
async def test_a_list_has_pagination_fields(notes: FastAPI) -> None:
    async with asgi_client(notes) as client:
        page = (await client.get("/notes", params={"page": 2})).json()
    assert page == {"total": 41, "page": 2, "size": 20, "pages": 3}
    assert PageQuery(page=3, size=7).offset == 14
