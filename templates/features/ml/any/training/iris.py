"""Train the example model, which tells three kinds of iris apart: `just train`."""

# The libraries are in a dependency group of their own, which is not installed by default.
# mypy: disable-error-code="import-not-found,import-untyped"
# pyright: reportMissingImports=false

from hashlib import sha256
from pathlib import Path

from skl2onnx import to_onnx
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

VERSION = 1
FOLDER = Path(__file__).parents[1] / "backend" / "ml" / "models" / "iris" / str(VERSION)
INPUTS = ("sepal_length", "sepal_width", "petal_length", "petal_width")  # in centimetres
DESCRIPTION = """\
# Written by `just train`. The server does not start if the hash of model.onnx is another one.
version = {version}
sha256 = "{sha256}" # pragma: allowlist secret
inputs = [{inputs}]
labels = [{labels}]
"""


def main() -> None:
    """Write the model and its description."""
    flowers = load_iris()
    rows = flowers.data.astype("float32")
    model = LogisticRegression(max_iter=1_000).fit(rows, flowers.target)
    # Probabilities as an array of all labels, instead of a dictionary for each row.
    content = to_onnx(model, rows[:1], options={"zipmap": False}).SerializeToString()
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "model.onnx").write_bytes(content)
    description = DESCRIPTION.format(
        version=VERSION,
        sha256=sha256(content).hexdigest(),
        inputs=_quoted(INPUTS),
        labels=_quoted(flowers.target_names),
    )
    (FOLDER / "model.toml").write_text(description, encoding="utf-8")


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


if __name__ == "__main__":
    main()
