"""Send streaming responses: each chunk as it is made, outside the threads that run requests.

A stream holds no slot and, unless it queries, no connection. It has no time limit.
"""

import asyncio
import contextvars
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from threading import BoundedSemaphore, Event, Thread

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import StreamingHttpResponse

from backend.platform.django.problems import RejectedError
from backend.platform.django.request import Message, Receive, Send
from backend.platform.http.problems import RETRY_SOON

MAX_THREADS = 200  # one for each synchronous iterator
END = {"type": "http.response.body", "body": b""}

_free_threads = BoundedSemaphore(MAX_THREADS)


async def send_stream(
    response: StreamingHttpResponse, start: Message, receive: Receive, send: Send
) -> None:
    """Send a response until its end or until the client disconnects."""
    if not response.is_async and not _free_threads.acquire(blocking=False):
        await sync_to_async(response.close)()
        raise RejectedError(503, "Too many open streams, try again", RETRY_SOON)
    send_all = _send_async if response.is_async else _send_from_thread
    sending = asyncio.ensure_future(send_all(response, start, send))
    watching = asyncio.create_task(_disconnected(receive))
    try:
        await asyncio.wait((sending, watching), return_when="FIRST_COMPLETED")
    finally:
        watching.cancel()
        has_ended = sending.done()
        sending.cancel()
    if has_ended:
        sending.result()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_async(response: StreamingHttpResponse, start: Message, send: Send) -> None:
    try:
        await send(start)
        async for chunk in response:
            await send(_body(chunk))
    finally:
        # In the thread in which Django runs the queries of asynchronous code.
        await sync_to_async(response.close)()
    await send({**END})


def _send_from_thread(
    response: StreamingHttpResponse, start: Message, send: Send
) -> asyncio.Future[None]:
    """Iterate in one thread, as Django's connections belong to a thread."""
    loop, ended, stopped = asyncio.get_running_loop(), Future[None](), Event()

    def messages() -> Iterator[Message]:
        yield start
        yield from map(_body, response)
        yield {**END}

    def send_all() -> None:
        ended.set_running_or_notify_cancel()
        try:
            with closing(response):
                for message in messages():
                    if stopped.is_set():
                        break
                    asyncio.run_coroutine_threadsafe(send(message), loop).result()
            ended.set_result(None)
        except BaseException as error:  # noqa: BLE001 - raised by the task that waits
            ended.set_exception(error)
        finally:
            connections.close_all()
            _free_threads.release()

    # A daemon, as a stream may never end, and the process does not wait for it.
    Thread(target=contextvars.copy_context().run, args=(send_all,), daemon=True).start()
    sending = asyncio.wrap_future(ended)
    sending.add_done_callback(lambda _: stopped.set())
    return sending


def _body(chunk: bytes) -> Message:
    return {"type": "http.response.body", "body": chunk, "more_body": True}
