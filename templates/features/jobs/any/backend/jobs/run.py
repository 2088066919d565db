"""Run a job: claim it, call the function of its kind, store what it returns or why it failed.

A job is delivered more than once, but only one delivery can claim it.
"""

from threading import Event
from uuid import UUID

import structlog

from backend.jobs import store
from backend.jobs.celery_app import RUN_JOB, app
from backend.jobs.job import MAX_ATTEMPTS, ClaimedJob, JobError, failure
from backend.jobs.kinds import KINDS

log = structlog.stdlib.get_logger(__name__)
running: dict[UUID, ClaimedJob] = {}  # `upkeep` renews their leases
is_stopping = Event()


@app.task(name=RUN_JOB)
def run_job(job_id: str) -> None:
    """Run a job, unless another delivery of it was first; after a stop, leave it to others."""
    if is_stopping.is_set():
        return
    with store.connected():
        if job := store.claim(UUID(job_id)):
            run(job)


def run(job: ClaimedJob) -> None:
    """Call the function of a job, and store how it ended."""
    log.info("job_started", job=str(job.id), kind=job.kind, attempt=job.attempt)
    running[job.id] = job
    try:
        store.succeed(job, KINDS[job.kind](job))
    except JobError as error:
        store.fail(job, failure(str(error)))
    except Exception:
        log.exception("job_failed", job=str(job.id), kind=job.kind, attempt=job.attempt)
        if job.attempt < MAX_ATTEMPTS:
            store.postpone(job)
        else:
            store.fail(job, failure(f"Something went wrong on our side, {MAX_ATTEMPTS} times"))
    finally:
        del running[job.id]
