"""Streaming responses: each chunk is sent as it is made, from a thread or the event loop."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest
from django.http import HttpRequest, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

first_arrived = threading.Event()


def lines() -> Iterator[str]:
    """Yield the second line after the client has the first one."""
    yield "first"
    first_arrived.wait(60)
    yield "second"


async def async_lines() -> AsyncIterator[str]:
    """Yield the same lines asynchronously."""
    yield "first"
    await asyncio.to_thread(first_arrived.wait, 60)
    yield "second"


def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Return the stream that the path names."""
    return StreamingHttpResponse(async_lines() if request.path == "/async" else lines())


urlpatterns = [path("sync", stream), path("async", stream)]


@pytest.mark.parametrize("name", ["sync", "async"])
def test_chunks_are_sent_as_they_are_made(base_url: str, name: str) -> None:
    first_arrived.clear()
    with (
        override_settings(ROOT_URLCONF=__name__),
        httpx2.stream("GET", f"{base_url}/{name}", timeout=60, trust_env=False) as response,
    ):
        chunks = response.iter_text()
        assert next(chunks) == "first"
        first_arrived.set()
        assert "".join(chunks) == "second"
