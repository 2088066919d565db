"""A slow model: time limit, full queue, and other requests meanwhile."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

import httpx2
import pytest
from onnxruntime import RunOptions  # type: ignore[import-untyped]

from backend.ml.model_files import Model
from backend.ml.predictor import predictor
from tests.ml.test_predictions import SETOSA, predict
from tests.support.problem import assert_problem

PENDING = 8  # 2 run, 6 wait
Ask = Callable[[], Future[httpx2.Response]]


class SlowRuns:
    """Hold every run of a model until `go_on` is set, or the run is stopped."""

    def __init__(self) -> None:
        self.go_on, self.stopped = threading.Event(), threading.Event()

    def predict(self, rows: Sequence[Sequence[float]], stop: RunOptions) -> list[dict[str, Any]]:
        """Wait, as the thread of a model does."""
        while not self.go_on.wait(0.01):
            if stop.terminate:
                self.stopped.set()
                raise RuntimeError("terminated")
        return [{"label": "slow", "probability": 1.0} for _ in rows]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowRuns]:
    """Make the models of the server slow."""
    slow = SlowRuns()
    monkeypatch.setattr(Model, "predict", lambda _, *arguments: slow.predict(*arguments))
    yield slow
    slow.go_on.set()


@pytest.fixture
def ask(owner: httpx2.Client, slow: SlowRuns) -> Iterator[Ask]:
    """Return a function that requests a prediction in a thread."""
    with ThreadPoolExecutor(PENDING + 1) as threads:
        yield lambda: threads.submit(predict, owner, SETOSA)
        slow.go_on.set()


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give predictions a time that no busy machine reaches."""
    monkeypatch.setattr(predictor(), "seconds", 60)


@pytest.mark.usefixtures("unlimited")
def test_a_full_queue_is_503_while_other_requests_are_served(
    owner: httpx2.Client, slow: SlowRuns, ask: Ask
) -> None:
    asked = {ask() for _ in range(PENDING + 1)}
    first, held = wait(asked, return_when=FIRST_COMPLETED)
    (refused,) = first
    assert_problem(refused.result(), 503)
    assert refused.result().headers["Retry-After"] == "1"
    for path in ("/health/live", "/health/ready", "/api/openapi.json", "/api/v1/models"):
        assert owner.get(path).status_code == 200
    assert not any(one.done() for one in held)
    slow.go_on.set()
    assert [one.result().status_code for one in held] == [200] * PENDING
    assert predict(owner, SETOSA).status_code == 200


def test_a_prediction_that_takes_too_long_is_504_and_is_stopped(
    owner: httpx2.Client, slow: SlowRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predictor(), "seconds", 0.05)
    response = predict(owner, SETOSA)
    assert_problem(response, 504)
    assert response.json()["detail"] == "The prediction took over 0.05 seconds"
    assert slow.stopped.wait(60)


def test_a_prediction_that_waits_too_long_is_not_started(
    owner: httpx2.Client, slow: SlowRuns, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []

    def run(*_: object) -> list[dict[str, Any]]:
        started.append(_)
        slow.go_on.wait(60)
        return []

    monkeypatch.setattr(slow, "predict", run)
    monkeypatch.setattr(predictor(), "seconds", 0.05)
    assert [predict(owner, SETOSA).status_code for _ in range(4)] == [504] * 4
    slow.go_on.set()
    monkeypatch.setattr(predictor(), "seconds", 60)
    assert predict(owner, SETOSA).status_code == 200
    assert len(started) == 2 + 1
