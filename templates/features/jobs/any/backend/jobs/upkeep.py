"""The upkeep of a worker: renew the leases of its jobs, plan scheduled ones, publish lost ones.

Every worker does it, so none is special: the table makes sure that a planned job exists once.
"""

from datetime import UTC, datetime, timedelta
from threading import Event

import structlog

from backend.jobs import store, sweep
from backend.jobs.alive import report_alive
from backend.jobs.celery_app import publish
from backend.jobs.job import failure
from backend.jobs.kinds import SCHEDULE
from backend.jobs.run import running
from backend.settings import get_settings

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

log = structlog.stdlib.get_logger(__name__)


def keep_up(stop: Event) -> None:
    """Do the upkeep every sixth of a lease, also after the database or the broker was down."""
    while not stop.wait(get_settings().job_lease_seconds / 6):
        try:
            with store.connected():
                once()
        except Exception:
            log.exception("upkeep_failed")


def once() -> None:
    """Do the upkeep once; the leases come first, as publishing can take a second."""
    store.renew(list(running.values()))
    report_alive()
    for kind, every in SCHEDULE.items():
        sweep.plan(kind, last_planned(every, datetime.now(UTC)))
    sweep.fail_exhausted(failure("Its worker ended each time that it ran"))
    sweep.mark_published(publish(sweep.find_lost()))


def last_planned(every: timedelta, now: datetime) -> datetime:
    """Return the last time for which a job was planned, the same for every worker."""
    return now - (now - EPOCH) % every
