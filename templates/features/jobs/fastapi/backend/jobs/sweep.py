"""Find jobs that no worker runs although one should, and add scheduled ones."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from backend.jobs.database import transaction
from backend.jobs.job import MAX_ATTEMPTS
from backend.jobs.store import IS_QUEUED, IS_RUNNING, lease
from backend.jobs.tables import Job, Status
from backend.platform.database.columns import now

MOST_PUBLISHED = 100  # in one sweep


def plan(kind: str, planned_for: datetime) -> None:
    """Add a scheduled job, unless a worker has added the one for this time."""
    is_same = and_(col(Job.kind) == kind, col(Job.planned_for) == planned_for)
    with suppress(IntegrityError), transaction() as session:  # another worker was faster
        if session.scalar(select(Job.id).where(is_same)) is None:
            session.add(Job(kind=kind, arguments={}, planned_for=planned_for, lease_until=now()))


def fail_exhausted(problem: Mapping[str, Any]) -> None:
    """End the jobs that have ended their worker each time."""
    exhausted = and_(IS_RUNNING, col(Job.lease_until) <= now(), col(Job.attempts) >= MAX_ATTEMPTS)
    values = {"status": Status.FAILED, "problem": problem, "finished_at": now()}
    with transaction() as session:
        session.execute(update(Job).where(exhausted).values(values))


def find_lost() -> Sequence[UUID]:
    """Return jobs that were not published, or whose message or worker is lost."""
    is_lost = and_(or_(IS_QUEUED, IS_RUNNING), col(Job.lease_until) <= now())
    oldest = select(Job.id).where(is_lost).order_by(col(Job.lease_until)).limit(MOST_PUBLISHED)
    with transaction() as session:
        return session.scalars(oldest).all()


def mark_published(job_ids: Sequence[UUID]) -> None:
    """Give the workers the time of a lease to claim these jobs."""
    if job_ids:
        statement = update(Job).where(col(Job.id).in_(job_ids), IS_QUEUED)
        with transaction() as session:
            session.execute(statement.values(lease_until=lease()))
