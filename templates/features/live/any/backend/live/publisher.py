"""Publish changes after their transaction, in one thread: a request never waits for the bus."""

import atexit
from contextlib import suppress
from functools import cache
from queue import Full, Queue
from threading import Thread

import structlog

from backend.live import memory_bus
from backend.live.bus import CHANNEL
from backend.live.change import Change
from backend.settings import get_settings

TIMEOUT = 1
FINISH_SECONDS = 10  # a guard: it takes as long as two timeouts, or an import on a busy machine

log = structlog.stdlib.get_logger(__name__)
# A change that does not fit into the queue is lost, as those that are made while the bus is down.
_waiting = Queue[str | None](1000)


def publish_later(change: Change) -> None:
    """Publish a change soon; call this when it is committed."""
    if get_settings().live_is_local:
        memory_bus.publish(change.encode())
        return
    with suppress(Full):
        _waiting.put_nowait(change.encode())
    _start()


@cache
def _start() -> None:
    thread = Thread(target=_publish, name="live-publisher", daemon=True)
    thread.start()
    atexit.register(_finish, thread)


def _finish(thread: Thread) -> None:
    """Publish what waits before the process ends, such as a command; a bus that is down fails."""
    with suppress(Full):
        _waiting.put(None, timeout=FINISH_SECONDS)
        thread.join(FINISH_SECONDS)


def _publish() -> None:
    from redis import Redis  # noqa: PLC0415 - 0.1 s, not at the server's start
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    bus = Redis.from_url(
        get_settings().live_bus_url.get_secret_value(),
        retry=Retry(NoBackoff(), 1),  # a connection may be one to a server that has restarted
        socket_connect_timeout=TIMEOUT,
        socket_timeout=TIMEOUT,
    )
    is_last = False
    while not is_last:
        first = _waiting.get()
        texts = [first, *(_waiting.get() for _ in range(_waiting.qsize()))]
        is_last = None in texts
        try:
            with bus.pipeline(transaction=False) as pipeline:
                for text in texts:
                    if text is not None:
                        pipeline.publish(CHANNEL, text)
                pipeline.execute()
        except Exception as error:  # noqa: BLE001 - it is down; the API works without it
            log.warning("changes_not_published", error=str(error), changes=len(texts))
