"""Which jobs a request may see, and whose a new job is."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import bindparam

from backend.accounts.current_user import CurrentUser
from backend.jobs.tables import Job
from backend.platform.http.listing import EVERY_ROW, Visible, table_of

IS_OWN = table_of(Job).c.owner_id == bindparam("viewer_id")


async def visible_to(viewer: CurrentUser) -> Visible:
    """Return the condition for visible jobs: the user's own; a superuser sees all."""
    return EVERY_ROW if viewer.is_superuser else Visible(IS_OWN, {"viewer_id": viewer.id})


async def owned_by(viewer: CurrentUser) -> dict[str, UUID]:
    """Return the owner of a new job."""
    return {"owner_id": viewer.id}


VisibleJobs = Annotated[Visible, Depends(visible_to)]
JobOwner = Annotated[dict[str, UUID], Depends(owned_by)]
