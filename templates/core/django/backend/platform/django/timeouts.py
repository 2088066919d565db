"""Limits of single views, and time limits: a short one if the database hangs, else 25 s."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from backend.platform.django.problems import RejectedError
from backend.platform.django.threads import DATABASE, Threads
from backend.platform.http.problems import RETRY_SOON

MAX_CHECK = 2  # seconds for a health check or the database check
MAX_SILENCE = 0.5  # seconds until a slow request triggers the database check
MAX_WORK = 25  # seconds after a successful check

View = TypeVar("View", bound=Callable[..., Any])
SILENT_DATABASE = 503, "The database does not respond, try again", RETRY_SOON


def time_limit(seconds: float) -> Callable[[View], View]:
    """Set the limit of one view.

    In the URLs: `path("report", time_limit(120)(report))`.
    """
    return _mark("time_limit", seconds)


def body_limit(size: int) -> Callable[[View], View]:
    """Allow larger bodies for one view, in bytes."""
    return _mark("body_limit", size)


def _mark(name: str, limit: float) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, name, limit)
        return view

    return mark


def limit_of(path: str, name: str, default: float) -> float:
    """Return a limit of the view at a path, or the default."""
    try:
        view = resolve(path).func
    except Resolver404:
        return default
    limit: float = getattr(view, name, default)
    return limit


def database_responds() -> bool:
    """Return True if a query succeeds. This has no timeout: the caller limits the wait."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    finally:
        connection.close()
    return True


class RequestTimeouts:
    """Time slow requests out. They share one database check, which uses one thread."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._running_check: asyncio.Future[bool] | None = None

    async def wait(self, work: asyncio.Future[Any], request: HttpRequest) -> None:
        """Wait for a request. Raise RejectedError, 503 with the cause, when its time is over."""
        if await ended({work}, MAX_SILENCE):
            return
        if self._running_check is None or self._running_check.done():
            self._running_check = self._threads.submit(database_responds)
        check = self._running_check
        await ended({work, check}, MAX_CHECK)
        if not work.done() and not (check.done() and check.result()):
            raise RejectedError(*SILENT_DATABASE)
        limit = limit_of(request.path_info, "time_limit", MAX_WORK)
        if not await ended({work}, limit):
            # Python cannot stop a thread, but a statement that waits for a lock can be cancelled.
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, _cancel_statement, request.META[DATABASE])
            raise RejectedError(503, f"The request took over {limit:g} seconds", RETRY_SOON)


def _cancel_statement(database: BaseDatabaseWrapper) -> None:
    """Cancel the statement that another thread is running on its connection."""
    running: Any = database.connection
    if running is not None:
        running.interrupt() if database.vendor == "sqlite" else running.cancel_safe(timeout=1)


async def ended(work: set[asyncio.Future[Any]], seconds: float) -> bool:
    """Return True if one future is done within `seconds`; none of them is cancelled."""
    return bool((await asyncio.wait(work, timeout=seconds, return_when="FIRST_COMPLETED"))[0])
