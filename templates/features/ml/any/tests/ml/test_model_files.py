"""The files of models: what is wrong with a broken one, and several versions."""

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest

from backend.ml.model_files import ModelFileError, load_models
from backend.ml.predictor import predictor
from backend.settings import ROOT
from tests.ml.test_predictions import PATH, SETOSA, predict


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of models with a copy of the example model."""
    return Path(shutil.copytree(ROOT / "backend" / "ml" / "models", tmp_path / "models"))


def edit(old: str, new: str) -> Callable[[Path], object]:
    """Return a function that replaces a text in the description of a version."""

    def replace(version: Path) -> None:
        file = version / "model.toml"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return replace


def write_model(content: bytes) -> Callable[[Path], object]:
    """Return a function that replaces the model of a version, and its hash."""

    def write(version: Path) -> None:
        before = sha256((version / "model.onnx").read_bytes()).hexdigest()
        (version / "model.onnx").write_bytes(content)
        edit(before, sha256(content).hexdigest())(version)

    return write


def truncate(version: Path) -> None:
    """Cut the model, as a download that was interrupted."""
    (version / "model.onnx").write_bytes((version / "model.onnx").read_bytes()[:100])


@pytest.mark.parametrize(
    ("breaks", "message"),
    [
        (truncate, "model.onnx: its sha256 is not the one in model.toml"),
        (lambda one: (one / "model.onnx").unlink(), "model.onnx: No such file or directory"),
        (write_model(b"<html>"), "model.onnx: onnxruntime cannot load it: "),
        (edit(', "petal_width"', ""), "model.onnx: it does not fit model.toml: "),
        (edit(', "virginica"', ""), "model.onnx: it does not fit model.toml: "),
        (edit("labels", "names"), "model.toml: it needs version, sha256, inputs and labels"),
        (edit("version = 1", "version = 7"), "model.toml: version 7 is in the folder of another"),
        (shutil.rmtree, "models: there is no NAME/VERSION/model.toml"),
    ],
)
def test_a_broken_model_names_the_file_and_the_reason(
    folder: Path, breaks: Callable[[Path], object], message: str
) -> None:
    breaks(folder / "iris" / "1")
    with pytest.raises(ModelFileError, match=f"^{folder.parent}/.*{message}"):
        load_models(folder)


def test_two_versions_are_served_side_by_side(
    folder: Path, owner: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder / "iris" / "1", folder / "iris" / "10")
    edit("version = 1", "version = 10")(folder / "iris" / "10")
    edit("setosa", "bristle-pointed")(folder / "iris" / "10")
    monkeypatch.setattr(predictor(), "models", load_models(folder))
    listed = [(one["name"], one["version"]) for one in owner.get("/api/v1/models").json()]
    assert listed == [("iris", 1), ("iris", 10)]
    for query, label in (("", "bristle-pointed"), ("?version=1", "setosa")):
        (prediction,) = predict(owner, SETOSA, path=PATH + query).json()["predictions"]
        assert prediction["label"] == label
