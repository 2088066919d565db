"""Add jobs in the transaction of a request; they are published after its commit."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.jobs.publisher import publish_later
from backend.jobs.tables import Job
from backend.platform.database.columns import now
from backend.settings import get_settings


async def enqueue(
    session: AsyncSession,
    kind: str,
    arguments: Mapping[str, Any],
    owner: Mapping[str, UUID],
    key: str | None = None,
) -> Job:
    """Add a job, or return the one that the same owner has added with the same key."""
    first_sweep = timedelta(seconds=get_settings().job_lease_seconds / 6)
    values: dict[str, Any] = {"kind": kind, "arguments": {**arguments}, **owner}
    job = Job(lease_until=now() + first_sweep, **values)
    if key:
        # A hash has one length, whatever clients send.
        text = f"{[*owner.values()]} {kind} {key}"
        job.idempotency_key = hashlib.sha256(text.encode()).hexdigest()
        same = select(Job).where(col(Job.idempotency_key) == job.idempotency_key)
        if stored := (await session.exec(same)).first():
            return stored
        try:
            async with session.begin_nested():
                session.add(job)
        except IntegrityError:  # an equal request was faster
            return (await session.exec(same)).one()
    session.add(job)
    publish = partial(publish_later, job.id)
    event.listen(session.sync_session, "after_commit", lambda _: publish(), once=True)
    return job
