"""Add jobs in the transaction of a request of Django; they are published after its commit."""

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from backend.jobs.models import Job
from backend.jobs.publisher import publish_later
from backend.jobs.store import lease


def enqueue(
    kind: str,
    arguments: Mapping[str, Any],
    owner: Mapping[str, UUID | None],
    key: str | None = None,
) -> Job:
    """Add a job, or return the one that the same owner has added with the same key."""
    values = {"kind": kind, "arguments": arguments, "lease_until": lease(1 / 6), **owner}
    with transaction.atomic():
        if key:
            # A hash has one length, whatever clients send.
            token = hashlib.sha256(f"{[*owner.values()]} {kind} {key}".encode()).hexdigest()
            job, is_new = Job.objects.get_or_create(idempotency_key=token, defaults=values)
        else:
            job, is_new = Job.objects.create(**values), True
        if is_new:
            transaction.on_commit(partial(publish_later, job.pk))
    return job
