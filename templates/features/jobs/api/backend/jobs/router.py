"""List and read jobs, cancel one, download what it wrote."""

from collections.abc import AsyncIterator
from itertools import count
from mimetypes import guess_type
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import bindparam, select

from backend.jobs.access import VisibleJobs
from backend.jobs.schemas import JobOut, JobPage, JobQuery
from backend.jobs.tables import Job, JobOutput, Status
from backend.platform.database.columns import now
from backend.platform.database.session import Database, DatabaseDep, SessionDep
from backend.platform.http.listing import Listing, table_of
from backend.platform.http.openapi import problems

router = APIRouter(prefix="/jobs", tags=["jobs"])

TABLE, OUTPUT = table_of(Job), table_of(JobOutput)
FILTERS = {
    "status": TABLE.c.status == bindparam("status"),
    "kind": TABLE.c.kind == bindparam("kind"),
}
JOBS = Listing(Job, JobPage, FILTERS)
PART = select(OUTPUT.c.text).where(
    OUTPUT.c.job_id == bindparam("id"),
    OUTPUT.c.attempt == bindparam("attempts"),
    OUTPUT.c.number == bindparam("number"),
)
CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}}
}


@router.get("", response_model=JobPage)
async def list_jobs(
    query: Annotated[JobQuery, Query()], visible: VisibleJobs, database: DatabaseDep
) -> Response:
    """List the jobs of the current user, the newest first."""
    return await JOBS.respond(database, query, visible)


@router.get("/{job_id}", response_model=JobOut)
async def read_job(job_id: UUID, visible: VisibleJobs, database: DatabaseDep) -> dict[str, Any]:
    """Return a job, or 404 if it is another user's."""
    return await JOBS.find(database, job_id, visible)


@router.delete("/{job_id}", status_code=204, responses=problems(409))
async def cancel_job(job_id: UUID, visible: VisibleJobs, session: SessionDep) -> None:
    """Cancel a job that no worker has started."""
    job = await JOBS.lock(session, job_id, visible)
    if job.status not in {Status.QUEUED, Status.CANCELLED}:
        raise HTTPException(409, "The job has started")
    job.status, job.finished_at = Status.CANCELLED, job.finished_at or now()


@router.get("/{job_id}/result", response_class=StreamingResponse, responses=CSV)
async def read_job_result(
    job_id: UUID, visible: VisibleJobs, database: DatabaseDep
) -> StreamingResponse:
    """Return the file that a job wrote, or 404 if it wrote none or has not succeeded."""
    job = await JOBS.find(database, job_id, visible)
    file = (job["result"] or {}).get("file")
    if file is None:
        raise HTTPException(404, "The job has no file as its result")
    return StreamingResponse(
        _parts(database, job),
        media_type=guess_type(file)[0],
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


async def _parts(database: Database, job: dict[str, Any]) -> AsyncIterator[str]:
    """Yield the parts, each with a statement of its own: a slow client holds no connection."""
    values = {"id": job["id"], "attempts": job["attempts"]}
    for number in count():
        rows = await database.fetch(PART, {**values, "number": number})
        if not rows:
            return
        yield rows[0].text
