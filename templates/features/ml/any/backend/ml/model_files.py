"""Load models from files, check their hashes and run each once. This imports onnxruntime."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]

DESCRIPTION, MODEL = "model.toml", "model.onnx"
ONLY_ERRORS = 3  # onnxruntime writes warnings to stderr, past the log


class ModelFileError(Exception):
    """A model cannot be served; the message names the file and the reason."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory, and its description."""

    name: str
    version: int
    sha256: str
    inputs: tuple[str, ...]
    labels: tuple[str, ...]
    session: ort.InferenceSession

    def predict(
        self, rows: Sequence[Sequence[float]], stop: ort.RunOptions
    ) -> list[dict[str, Any]]:
        """Return the label and its probability for each row; `stop.terminate` ends the run."""
        name = self.session.get_inputs()[0].name
        values = {name: np.asarray(rows, dtype=np.float32)}
        outputs: Any = self.session.run(None, values, stop)
        numbers, probabilities = outputs
        if probabilities.shape[1] != len(self.labels):
            raise ValueError(f"the model has {probabilities.shape[1]} labels")
        return [
            {"label": self.labels[number], "probability": round(float(row[number]), 4)}
            for number, row in zip(numbers, probabilities, strict=True)
        ]


def load_models(folder: Path) -> dict[str, list[Model]]:
    """Load every `NAME/VERSION/model.toml`; return the versions of each name, oldest first."""
    models: dict[str, list[Model]] = {}
    for model in sorted(_models(folder), key=lambda one: (one.name, one.version)):
        models.setdefault(model.name, []).append(model)
    if not models:
        raise ModelFileError(folder, f"there is no NAME/VERSION/{DESCRIPTION}")
    return models


def stop_signal() -> ort.RunOptions:
    """Return an object that can end a run: set its `terminate`."""
    return ort.RunOptions()


def _models(folder: Path) -> Iterator[Model]:
    for file in folder.glob(f"*/*/{DESCRIPTION}"):
        try:
            about = tomllib.loads(file.read_text(encoding="utf-8"))
            version, expected = int(about["version"]), str(about["sha256"])
            names = tuple(about["inputs"]), tuple(about["labels"])
        except (KeyError, TypeError, ValueError) as error:
            reason = f"it needs version, sha256, inputs and labels: {error}"
            raise ModelFileError(file, reason) from None
        if file.parent.name != str(version):
            raise ModelFileError(file, f"version {version} is in the folder of another version")
        model_file = file.with_name(MODEL)
        session = _session(model_file, expected)
        model = Model(file.parts[-3], version, expected, *names, session)
        try:  # a run now finds a wrong description, and the first request is not slow
            model.predict([[0] * len(model.inputs)], stop_signal())
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no class in common
            raise ModelFileError(model_file, f"it does not fit {DESCRIPTION}: {error}") from None
        yield model


def _session(file: Path, expected: str) -> ort.InferenceSession:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ModelFileError(file, str(error.strerror)) from None
    if sha256(content).hexdigest() != expected:
        raise ModelFileError(file, f"its sha256 is not the one in {DESCRIPTION}")
    options = ort.SessionOptions()
    # Each prediction has a thread of `Predictor`: more threads would compete with it.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = ONLY_ERRORS
    try:
        return ort.InferenceSession(content, options, ["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - as above
        raise ModelFileError(file, f"onnxruntime cannot load it: {error}") from None
