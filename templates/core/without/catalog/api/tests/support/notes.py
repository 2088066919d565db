"""Notes: a table that no migration knows, and its endpoints."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import FastAPI, Query, Response
from sqlalchemy import MetaData, bindparam
from sqlmodel import Field, SQLModel
from typing_extensions import TypedDict

from backend.platform.database.columns import Json, Money, now
from backend.platform.database.session import DatabaseDep, SessionDep
from backend.platform.database.text import Search, search_in
from backend.platform.http.listing import Listing, Visible, table_of
from backend.platform.http.schemas import ChangeBody, PageInfo, PageQuery, RequestBody


class Kind(StrEnum):
    """Who may see a note."""

    OPEN = "open"
    HIDDEN = "hidden"


class Note(SQLModel, table=True):
    """A note."""

    metadata = MetaData()

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    text: str
    kind: Kind = Kind.OPEN
    price: Decimal = Field(sa_type=Money)
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)


class NoteQuery(PageQuery):
    """Filters."""

    search: Search | None = None


class NewNote(RequestBody):
    """A note to create."""

    text: str
    kind: Kind = Kind.OPEN
    price: Decimal = Decimal(1)


class NoteChange(ChangeBody):
    """The fields to change."""

    text: str


class NoteOut(TypedDict):
    """A note."""

    id: UUID
    text: str
    price: Decimal
    extra: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class NotePage(PageInfo):
    """A page of notes."""

    items: list[NoteOut]


TABLE = table_of(Note)
NOTES = Listing(Note, NotePage, {"search": search_in(TABLE.c.text)})
SEEN = Visible(TABLE.c.kind == bindparam("kind"), {"kind": Kind.OPEN})


def add_notes(app: FastAPI) -> None:
    """Add the endpoints to an application."""

    @app.get("/notes", response_model=NotePage)
    async def read_page(query: Annotated[NoteQuery, Query()], database: DatabaseDep) -> Response:
        return await NOTES.respond(database, query, SEEN)

    @app.post("/notes", response_model=NoteOut, status_code=201)
    async def add(body: NewNote, session: SessionDep) -> dict[str, Any]:
        note = Note(**body.model_dump())
        session.add(note)
        return note.model_dump()

    @app.get("/notes/{key}", response_model=NoteOut)
    async def read(key: UUID, database: DatabaseDep) -> dict[str, Any]:
        return await NOTES.find(database, key, SEEN)

    @app.patch("/notes/{key}", response_model=NoteOut)
    async def change(key: UUID, body: NoteChange, session: SessionDep) -> dict[str, Any]:
        note = await NOTES.lock(session, key, SEEN)
        body.apply_to(note)
        return note.model_dump()
