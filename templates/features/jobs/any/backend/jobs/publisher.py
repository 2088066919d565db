"""Publish jobs after their transaction, in one thread: a request never waits for the broker."""

from contextlib import suppress
from functools import cache
from queue import Full, Queue
from threading import Thread
from uuid import UUID

from backend.settings import get_settings

# A job that does not fit into the queue is published by a worker's next sweep.
_waiting = Queue[UUID](1000)


def publish_later(job_id: UUID) -> None:
    """Publish a job soon; call this when its row is committed."""
    if get_settings().broker_url.get_secret_value():
        with suppress(Full):
            _waiting.put_nowait(job_id)
        _start()


@cache
def _start() -> None:
    Thread(target=_publish, name="publisher", daemon=True).start()


def _publish() -> None:
    from backend.jobs.celery_app import publish  # noqa: PLC0415 - 0.3 s, not at the server's start

    while True:
        first = _waiting.get()
        publish([first, *(_waiting.get() for _ in range(_waiting.qsize()))])
