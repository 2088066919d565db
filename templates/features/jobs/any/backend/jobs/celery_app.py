"""The Celery application: it delivers the ids of jobs, and keeps neither results nor a schedule."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from celery import Celery
from kombu import Connection

from backend.settings import get_settings

RUN_JOB = "jobs.run"
# For a publisher only: the worker waits for messages as long as there are none.
TIMEOUTS = {"socket_timeout": 1, "socket_connect_timeout": 1}

log = structlog.stdlib.get_logger(__name__)
app = Celery("backend", broker=get_settings().broker_url.get_secret_value(), fixups=[])
app.conf.update(
    task_default_queue="jobs",
    task_ignore_result=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_enable_remote_control=False,
    worker_prefetch_multiplier=1,
)


def publish(job_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Send the ids of jobs to the workers, and return those that the broker accepted.

    A broker that does not respond costs one second.
    """
    accepted = []
    try:
        with Connection(app.conf.broker_url, transport_options=TIMEOUTS) as connection:
            producer = app.amqp.Producer(connection)
            for job_id in job_ids:
                app.send_task(RUN_JOB, [str(job_id)], producer=producer, retry=False)
                accepted.append(job_id)
    except Exception as error:  # noqa: BLE001 - it is down, or full; a sweep publishes them
        log.warning("jobs_not_published", error=str(error))
    return accepted
