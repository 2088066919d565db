"""The arguments of the job that predicts a batch, which the request has checked."""

from typing import Any

from backend.ml.predictor import predictor, rows_of

MAX_BATCH = 2_000  # instances: a JSON body has at most 20,000 values, so 10 for each


def arguments_of(name: str, version: str, instances: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the arguments of a job. Raise RefusedError, 404 or 422."""
    model = predictor().find(name, version)
    # The version of the request, also if a newer one is there when the job runs.
    return {"model": name, "version": model.version, "rows": rows_of(model, instances)}
