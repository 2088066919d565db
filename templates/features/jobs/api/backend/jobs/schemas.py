"""A job in responses, and the query of a list of jobs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from typing_extensions import TypedDict  # Pydantic needs this one before 3.12

from backend.jobs.tables import Status
from backend.platform.database.text import Text
from backend.platform.http.schemas import PageInfo, PageQuery


class JobQuery(PageQuery):
    """Filters and page of a list of jobs."""

    status: Status | None = None
    kind: Annotated[Text, Field(max_length=50)] | None = None


class JobOut(TypedDict):
    """A job as stored, without its arguments."""

    id: UUID
    kind: str
    status: Annotated[str, Field(json_schema_extra={"enum": [*Status]})]
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    result: dict[str, Any] | None
    problem: dict[str, Any] | None


class JobPage(PageInfo):
    """One page of jobs."""

    items: list[JobOut]
