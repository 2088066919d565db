"""Which jobs a request may see, and whose a new job is: without accounts, all and no one's."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from backend.platform.http.listing import EVERY_ROW, Visible


async def every_job() -> Visible:
    """Return the condition for visible jobs."""
    return EVERY_ROW


async def no_owner() -> dict[str, UUID]:
    """Return the columns of the owner: none."""
    return {}


VisibleJobs = Annotated[Visible, Depends(every_job)]
JobOwner = Annotated[dict[str, UUID], Depends(no_owner)]
