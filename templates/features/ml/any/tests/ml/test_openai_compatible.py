"""Completions of another server, which a fake stands for."""

import threading
from collections.abc import Iterator

import httpx2
import pytest
from pydantic import SecretStr

from backend.ml.completions import generator
from backend.ml.openai_compatible import FAILED
from backend.settings import Settings
from tests.ml.completion_client import PATH, complete
from tests.ml.fake_openai import ANSWER, Fake
from tests.support.event_stream import events_of


@pytest.fixture
def fake(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """Run the fake, and let the project's server ask it."""
    with Fake() as fake:
        threading.Thread(target=fake.serve_forever).start()
        changes = {
            "completions_url": f"http://127.0.0.1:{fake.server_port}/v1/",
            "completions_model": "tiny",
            "completions_key": SecretStr("s3cret"),
        }
        changed = settings.model_copy(update=changes)
        monkeypatch.setattr("backend.ml.completions.get_settings", lambda: changed)
        chosen = generator.__wrapped__()
        monkeypatch.setattr("backend.ml.completions.generator", lambda: chosen)
        yield fake
        fake.shutdown()


def test_the_tokens_of_the_other_server_are_passed_on(owner: httpx2.Client, fake: Fake) -> None:
    assert complete(owner, "How is it?", max_tokens=9) == [
        ("token", {"text": "It "}),
        ("token", {"text": "rains."}),
        ("done", {"tokens": 2}),
    ]
    body = {
        "model": "tiny",
        "messages": [{"role": "user", "content": "How is it?"}],
        "max_tokens": 9,
        "stream": True,
    }
    assert fake.requests == [("/v1/chat/completions", "Bearer s3cret", body)]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b""),
        (401, ANSWER),
        (200, b"data: {broken\n\n"),
        (200, b'data: {"error": "overloaded"}\n\n'),
    ],
)
def test_a_failure_of_the_other_server_is_an_event(
    owner: httpx2.Client, fake: Fake, status: int, answer: bytes
) -> None:
    fake.status, fake.answer = status, answer
    ((name, problem),) = complete(owner, "How is it?")
    assert (name, problem["status"], problem["detail"]) == ("error", 502, FAILED)


def test_a_server_that_is_not_there_is_an_event(owner: httpx2.Client, fake: Fake) -> None:
    fake.shutdown()
    fake.server_close()
    ((name, problem),) = complete(owner, "How is it?")
    assert (name, problem["status"]) == ("error", 502)


def test_the_other_server_is_told_when_the_client_disconnects(
    owner: httpx2.Client, fake: Fake
) -> None:
    fake.answer = b""
    with owner.stream("POST", PATH, json={"prompt": "Go"}) as response:
        assert next(events_of(response)) == ("token", {"text": "on "})
    assert fake.has_lost_its_client.wait(60)
