"""How the admin reads and writes the rows of a table."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlmodel import SQLModel
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.actions import ActionSelection
from starlette_admin.contrib.sqla import ModelView
from starlette_admin.views import BaseModelView

from backend.admin.sessions import reading, reads, writing


def is_id(pk: str) -> bool:
    """Return whether a text from a URL is the id of a row."""
    try:
        UUID(pk)
    except ValueError:
        return False
    return True


class RowsView(ModelView):
    """The rows of a table, whose key is a UUID."""

    count = reads(ModelView.count)
    find_all = reads(ModelView.find_all)

    async def find_by_pk(self, request: Request, pk: str) -> SQLModel | None:
        """Return a row, or None."""
        found = await self.find_by_pks(request, [pk])
        return found[0] if found else None

    async def find_by_pks(self, request: Request, pks: list[str]) -> Sequence[SQLModel]:
        """Return those of the rows that exist."""
        async with reading(request):
            return await super().find_by_pks(request, [pk for pk in pks if is_id(pk)])

    async def create(self, request: Request, data: dict[str, Any]) -> SQLModel:
        """Store a row."""
        async with writing(request):
            return cast("SQLModel", await super().create(request, data))

    async def edit(self, request: Request, pk: str, data: dict[str, Any]) -> SQLModel:
        """Change a row, which is locked meanwhile."""
        async with writing(request) as session:
            if await session.get(self.model, UUID(pk), with_for_update=True) is None:
                raise HTTPException(404)
            return cast("SQLModel", await super().edit(request, pk, data))

    async def delete(self, request: Request, pks: list[str]) -> int | None:
        """Delete rows, and what refers to them."""
        async with writing(request):
            return await super().delete(request, pks)

    async def handle_action(
        self, request: Request, selection: ActionSelection, name: str
    ) -> Response | None:
        """Let the API's handlers respond to errors of the database: their texts reveal too much."""
        return await BaseModelView.handle_action(self, request, selection, name)

    async def handle_row_action(self, request: Request, pk: str, name: str) -> Response | None:
        """Do the same for an action on one row."""
        return await BaseModelView.handle_row_action(self, request, pk, name)
