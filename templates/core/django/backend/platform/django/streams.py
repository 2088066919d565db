"""Send streaming responses: each chunk as it is made, outside the threads that run requests."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import Future
from contextlib import closing
from threading import Event, Thread
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from backend.platform.django.error_responses import RejectedError
from backend.platform.http.problems import RETRY_SOON

MAX_STREAMS = 200  # a synchronous iterator has a thread of its own

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Streams:
    """The open streams of one process. They hold no slot and, unless they query, no connection."""

    def __init__(self) -> None:
        self._open = 0

    async def run(
        self, response: StreamingHttpResponse, start: Message, receive: Receive, send: Send
    ) -> None:
        """Send the response until its end or until the client disconnects."""
        if self._open >= MAX_STREAMS:
            await sync_to_async(response.close)()
            raise RejectedError(503, "Too many open streams, try again", RETRY_SOON)
        self._open += 1
        sending = asyncio.create_task(_send_all(response, start, send))
        watching = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait((sending, watching), return_when="FIRST_COMPLETED")
        finally:
            self._open -= 1
            watching.cancel()
            if not sending.done():
                sending.cancel()
        if sending.done():
            sending.result()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_all(response: StreamingHttpResponse, start: Message, send: Send) -> None:
    async def send_chunk(chunk: bytes) -> None:
        await send({"type": "http.response.body", "body": chunk, "more_body": True})

    await send(start)
    if response.is_async:
        try:
            async for chunk in response:
                await send_chunk(chunk)
        finally:
            # In the thread in which Django runs the queries of asynchronous code.
            await sync_to_async(response.close)()
    else:
        await _iterate_in_thread(response, send_chunk)
    await send({"type": "http.response.body", "body": b""})


async def _iterate_in_thread(
    response: StreamingHttpResponse, send_chunk: Callable[[bytes], Coroutine[Any, Any, None]]
) -> None:
    """Iterate in one thread, as Django's connections belong to a thread."""
    loop, ended, stopped = asyncio.get_running_loop(), Future[None](), Event()

    def iterate() -> None:
        ended.set_running_or_notify_cancel()
        try:
            with closing(response):  # Django releases the thread's connection at the end
                for chunk in response:
                    if stopped.is_set():
                        break
                    asyncio.run_coroutine_threadsafe(send_chunk(chunk), loop).result()
            ended.set_result(None)
        except BaseException as error:  # noqa: BLE001 - raised by the task that waits
            ended.set_exception(error)

    # A daemon, as a stream may never end, and the process does not wait for it.
    Thread(target=contextvars.copy_context().run, args=(iterate,), daemon=True).start()
    try:
        await asyncio.wrap_future(ended)
    finally:
        stopped.set()
