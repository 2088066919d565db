"""Run predictions in a few threads, with a bounded queue and a time limit for each."""

from __future__ import annotations  # `model_files` imports onnxruntime

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from backend.platform.http.problems import RETRY_SOON, FieldProblem
from backend.settings import get_settings

if TYPE_CHECKING:
    from backend.ml.model_files import Model

MAX_INSTANCES = 256
MAX_VALUE = 1e9  # of an input: beyond it, a model computes with 32 bits that are too few
INPUT = {"type": "number", "minimum": -MAX_VALUE, "maximum": MAX_VALUE}  # for OpenAPI
TOO_MANY = "Too many predictions at once, try again"


class RefusedError(Exception):
    """A prediction that is not made: the parts of its problem response."""

    def __init__(self, status: int, detail: str, *errors: FieldProblem) -> None:
        super().__init__(detail)
        self.status, self.errors = status, errors
        self.headers = RETRY_SOON if status == 503 else {}  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Prediction:
    """A prediction that waits for a thread or runs in one."""

    model: Model
    future: Future[list[dict[str, Any]]]
    stop: Any
    seconds: float

    def give_up(self) -> RefusedError:
        """Stop it, which frees its thread, and return the error for its client."""
        self.future.cancel()
        self.stop.terminate = True
        return RefusedError(504, f"The prediction took over {self.seconds:g} seconds")

    def response(self, predictions: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the body of the response."""
        model = self.model
        return {"model": model.name, "version": model.version, "predictions": predictions}


class Predictor:
    """The models, and the threads in which they run."""

    def __init__(self, models: Mapping[str, Sequence[Model]]) -> None:
        settings = get_settings()
        self.models, self.seconds = models, settings.prediction_seconds
        self._threads = ThreadPoolExecutor(settings.prediction_threads, "prediction")
        self._free = BoundedSemaphore(settings.prediction_threads + settings.prediction_queue)

    def describe(self) -> list[dict[str, Any]]:
        """List every version of every model."""
        fields = ("name", "version", "sha256", "inputs")
        every = [model for versions in self.models.values() for model in versions]
        return [{field: getattr(model, field) for field in fields} for model in every]

    def find(self, name: str, version: str) -> Model:
        """Return a version of a model, or the newest one. Raise RefusedError, 404."""
        matching = [one for one in self.models.get(name, ()) if version in {"", str(one.version)}]
        if not matching:
            raise RefusedError(404, "There is no such model")
        return matching[-1]

    def start(self, name: str, version: str, instances: list[dict[str, Any]]) -> Prediction:
        """Start a prediction. Raise RefusedError: 404, 422, or 503 if the queue is full."""
        from backend.ml.model_files import stop_signal  # noqa: PLC0415 - see `predictor`

        model = self.find(name, version)
        rows = rows_of(model, instances)
        if not self._free.acquire(blocking=False):
            raise RefusedError(503, TOO_MANY)
        stop = stop_signal()
        future = self._threads.submit(model.predict, rows, stop)
        future.add_done_callback(lambda _: self._free.release())
        return Prediction(model, future, stop, self.seconds)


def rows_of(model: Model, instances: list[dict[str, Any]]) -> list[list[float]]:
    """Return the values of instances in the order of the inputs. Raise RefusedError, 422."""
    return [row_of(model.inputs, f"#/instances/{at}", one) for at, one in enumerate(instances)]


def row_of(inputs: Sequence[str], pointer: str, instance: Mapping[str, Any]) -> list[float]:
    """Return the values of an instance in the order of the inputs. Raise RefusedError, 422."""
    for name in instance.keys() - set(inputs):
        raise _invalid(f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}", "No such input")
    for name in inputs:
        value = instance.get(name)
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        if not is_number or not -MAX_VALUE <= value <= MAX_VALUE:  # type: ignore[operator]
            limits = f"from {-MAX_VALUE:g} to {MAX_VALUE:g}"
            raise _invalid(f"{pointer}/{name}", f"The input is a number {limits}")
    return [float(instance[name]) for name in inputs]


def _invalid(pointer: str, detail: str) -> RefusedError:
    problem: FieldProblem = {"pointer": pointer, "detail": detail}
    return RefusedError(422, "The request is not valid", problem)


@cache
def predictor() -> Predictor:
    """Load the models once in a process that serves. Raise ModelFileError."""
    # 0.2 s to import, which migrations, the shell and most tests do not need.
    from backend.ml.model_files import load_models  # noqa: PLC0415

    return Predictor(load_models(get_settings().models_folder))
