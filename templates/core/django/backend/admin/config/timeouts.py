"""How long a request may wait for a thread that nobody can stop: less where the database hangs."""

import asyncio
from typing import Any

from backend.admin.config.readiness import database_answers
from backend.admin.config.threads import Threads

MAX_CHECK = 2  # seconds for a health check, and for the database to answer one question
MAX_SILENCE = 0.5  # for any other request, until that question is asked
MAX_WORK = 25  # and after it, whatever the request waits for


class RequestTimeouts:
    """One question to the database for all who wait: however many hang, it holds one thread."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._question: asyncio.Future[bool] | None = None

    async def finished_in_time(self, work: asyncio.Future[Any]) -> bool:
        """Say whether it ended in time."""
        if await ended({work}, MAX_SILENCE):
            return True
        if self._question is None or self._question.done():
            self._question = self._threads.ask(database_answers)
        question = self._question
        await ended({work, question}, MAX_CHECK)
        answered = question.done() and question.result()
        return (answered or work.done()) and await ended({work}, MAX_WORK)


async def ended(work: set[asyncio.Future[Any]], seconds: float) -> bool:
    """Wait for the first of them, and let all go on after that."""
    return bool((await asyncio.wait(work, timeout=seconds, return_when="FIRST_COMPLETED"))[0])
