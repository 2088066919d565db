"""Views of Django: streams are sent as they are made, and errors reveal no internals."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import NoReturn

import httpx2
import pytest
from django.db import OperationalError
from django.http import HttpRequest, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

HTML, PROBLEM = "text/html; charset=utf-8", "application/problem+json"
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


def fail(request: HttpRequest) -> NoReturn:
    """Fail as the path says."""
    if request.path == "/bug":
        raise RuntimeError("the inner workings")
    raise OperationalError("the inner workings")


urlpatterns = [
    *[path(name, stream) for name in ("sync", "async")],
    *[path(name, fail) for name in ("bug", "lost")],
]
handler500 = "backend.platform.django.problems.server_error"


@pytest.fixture
def client(base_url: str) -> Iterator[httpx2.Client]:
    """Yield a client of a server with these views."""
    with (
        override_settings(ROOT_URLCONF=__name__),
        httpx2.Client(base_url=base_url, timeout=60, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize("name", ["sync", "async"])
def test_chunks_are_sent_as_they_are_made(client: httpx2.Client, name: str) -> None:
    first_arrived.clear()
    with client.stream("GET", f"/{name}") as response:
        chunks = response.iter_text()
        assert next(chunks) == "first"
        first_arrived.set()
        assert "".join(chunks) == "second"


@pytest.mark.parametrize(
    ("path", "accept", "status", "media_type"),
    [("/bug", "*/*", 500, HTML), ("/lost", "*/*", 503, PROBLEM), ("/lost", HTML, 503, HTML)],
)
def test_an_error_reveals_no_internals(
    client: httpx2.Client, path: str, accept: str, status: int, media_type: str
) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.headers["Content-Type"]) == (status, media_type)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "workings" not in response.text
