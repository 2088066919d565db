"""Find jobs that no worker runs although one should, and add scheduled ones."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import now

from backend.jobs.job import MAX_ATTEMPTS
from backend.jobs.models import Job, Status
from backend.jobs.store import lease

MOST_PUBLISHED = 100  # in one sweep


def plan(kind: str, planned_for: datetime) -> None:
    """Add a scheduled job, unless a worker has added the one for this time."""
    new = {"arguments": {}, "lease_until": now()}
    Job.objects.get_or_create(new, kind=kind, planned_for=planned_for)


def fail_exhausted(problem: Mapping[str, Any]) -> None:
    """End the jobs that have ended their worker each time."""
    exhausted = Job.objects.filter(
        status=Status.RUNNING, lease_until__lte=now(), attempts__gte=MAX_ATTEMPTS
    )
    exhausted.update(status=Status.FAILED, problem=problem, finished_at=now())


def find_lost() -> Sequence[UUID]:
    """Return jobs that were not published, or whose message or worker is lost."""
    lost = Job.objects.filter(status__in=(Status.QUEUED, Status.RUNNING), lease_until__lte=now())
    return list(lost.order_by("lease_until").values_list("pk", flat=True)[:MOST_PUBLISHED])


def mark_published(job_ids: Sequence[UUID]) -> None:
    """Give the workers the time of a lease to claim these jobs."""
    Job.objects.filter(pk__in=job_ids, status=Status.QUEUED).update(lease_until=lease())
