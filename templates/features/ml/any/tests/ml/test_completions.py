"""Completions: a stream of events, which ends with its client."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import ExitStack

import httpx2
import pytest

from tests.ml.completion_client import PATH, complete
from tests.support.event_stream import events_of
from tests.support.problem import assert_problem

HEADERS = {"Accept": "text/event-stream"}


def test_a_prompt_has_one_completion(owner: httpx2.Client) -> None:
    events = complete(owner, "A cup of", max_tokens=8)
    assert {name for name, _ in events[:8]} == {"token"}
    text = "".join(data["text"] for _, data in events[:8])
    assert text == " tea and warm bread are a good answer"
    assert events[8] == ("done", {"tokens": 8})
    assert complete(owner, "A cup of", max_tokens=8) == events


def test_a_completion_is_a_stream_that_is_not_stored(owner: httpx2.Client) -> None:
    response = owner.post(PATH, json={"prompt": "日本 🍵"}, headers=HEADERS)
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.text.endswith('event: done\ndata: {"tokens": 64}\n\n')


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("prompt", value) for value in (None, 7, "a\0b", "x" * 4001)],
        *[("max_tokens", value) for value in (0, 513, "5", 1.5, True, None)],
        ("colour", "blue"),
    ],
)
def test_an_invalid_field_is_named(owner: httpx2.Client, field: str, value: object) -> None:
    body = {"prompt": "A cup", field: value}
    assert_problem(owner.post(PATH, json=body), 422, f"#/{field}")


class Waiting:
    """A generator that sends one token, and then waits until it is stopped."""

    def __init__(self) -> None:
        self.has_ended = threading.Event()

    async def generate(self, prompt: str, max_tokens: int) -> AsyncGenerator[str]:
        """Yield one token."""
        try:
            yield f"{prompt} {max_tokens}"
            await asyncio.Event().wait()
        finally:
            self.has_ended.set()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Waiting:
    """Replace the generator of the server."""
    waiting = Waiting()
    monkeypatch.setattr("backend.ml.completions.generator", lambda: waiting)
    return waiting


def test_generation_stops_when_the_client_disconnects(
    owner: httpx2.Client, waiting: Waiting
) -> None:
    with owner.stream("POST", PATH, json={"prompt": "A", "max_tokens": 3}) as response:
        events = events_of(response)
        assert next(events) == ("token", {"text": "A 3"})
        assert not waiting.has_ended.is_set()
    assert waiting.has_ended.wait(60)


def test_open_completions_do_not_stop_other_requests(
    owner: httpx2.Client, waiting: Waiting
) -> None:
    with ExitStack() as streams:
        opened = [
            events_of(streams.enter_context(owner.stream("POST", PATH, json={"prompt": "A"})))
            for _ in range(30)
        ]
        assert {next(events)[0] for events in opened} == {"token"}
        for path in ("/health/live", "/health/ready", "/api/openapi.json", "/api/v1/models"):
            assert owner.get(path).status_code == 200
        assert not waiting.has_ended.is_set()
