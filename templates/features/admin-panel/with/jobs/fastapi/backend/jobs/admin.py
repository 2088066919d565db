"""Jobs in the admin: to look at, to try again and to cancel."""

from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col
from starlette.requests import Request
from starlette_admin.actions import ActionSelection, action
from starlette_admin.fields import DateTimeField, EnumField, HasOne, IntegerField, StringField
from starlette_admin.flash import flash

from backend.accounts.tables import User
from backend.admin.rows import is_id
from backend.admin.sessions import writing
from backend.admin.views import ReadOnlyView, relate
from backend.jobs.publisher import publish_later
from backend.jobs.tables import Job, JobOutput, Status
from backend.platform.database.columns import now

TIMES = ("created_at", "started_at", "finished_at")

relate(Job, "owner", User)


async def chosen(selection: ActionSelection) -> list[UUID]:
    """Return the ids of the selected rows."""
    return [UUID(str(pk)) for pk in await selection.pks() if is_id(str(pk))]


class JobView(ReadOnlyView):
    """Jobs, which no form changes."""

    named_by = "kind"
    search_in = ("kind",)
    icon = "fa fa-gears"
    fields = (
        StringField("id", exclude_from_list=True),
        StringField("kind"),
        EnumField("status", choices=[*map(str, Status)]),
        IntegerField("attempts"),
        HasOne("owner", key="user"),
        *map(DateTimeField, TIMES),
        StringField("problem", exclude_from_list=True),
    )
    searchable_fields = sortable_fields = ("kind", "status", "attempts", *TIMES)
    fields_default_sort = (("created_at", True),)

    def __init__(self) -> None:
        super().__init__(Job)

    @action(name="retry", text="Retry", confirmation="Queue these jobs again?")
    async def retry(self, request: Request, selection: ActionSelection) -> None:
        """Queue the jobs that failed or were cancelled; they have all their attempts again."""
        ended = col(Job.status).in_([Status.FAILED, Status.CANCELLED])
        again = {"status": Status.QUEUED, "attempts": 0, "problem": None, "finished_at": None}
        statement = update(Job).where(col(Job.id).in_(await chosen(selection)), ended)
        async with writing(request) as session:
            values = statement.values(**again, lease_until=now()).returning(col(Job.id))
            ids = (await session.execute(values)).scalars().all()
            await session.execute(delete(JobOutput).where(col(JobOutput.job_id).in_(ids)))
        for job_id in ids:
            publish_later(job_id)
        flash(request, f"Jobs that will run again: {len(ids)}", "success")

    @action(name="cancel", text="Cancel", confirmation="Cancel these jobs?")
    async def cancel(self, request: Request, selection: ActionSelection) -> None:
        """Cancel the jobs that no worker has started."""
        queued = col(Job.status) == Status.QUEUED
        statement = update(Job).where(col(Job.id).in_(await chosen(selection)), queued)
        async with writing(request) as session:
            values = statement.values(status=Status.CANCELLED, finished_at=now())
            ids = (await session.execute(values.returning(col(Job.id)))).scalars().all()
        flash(request, f"Cancelled jobs: {len(ids)}", "success")
