"""Batches of predictions: a request checks the instances and adds a job, which predicts them."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from backend.jobs.job import ClaimedJob, JobError
from backend.jobs.store import add_output
from backend.ml.predictor import MAX_INSTANCES, RefusedError, predictor, rows_of

MAX_BATCH = 2_000  # instances: a JSON body has at most 20,000 values, so 10 for each
COLUMNS = ("instance", "label", "probability")


def arguments_of(name: str, version: str, instances: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the arguments of a job. Raise RefusedError, 404 or 422."""
    model = predictor().find(name, version)
    # The version of the request, also if a newer one is there when the job runs.
    return {"model": name, "version": model.version, "rows": rows_of(model, instances)}


def predict_batch(job: ClaimedJob) -> dict[str, object]:
    """Write the predictions as CSV, in the order of the instances, whose numbers start at 0."""
    from backend.ml.model_files import stop_signal  # noqa: PLC0415 - see `predictor`

    name, version, rows = (job.arguments[key] for key in ("model", "version", "rows"))
    try:
        model = predictor().find(name, str(version))
    except RefusedError:
        raise JobError(f"Version {version} of the model is no longer there") from None
    for number, first in enumerate(range(0, len(rows), MAX_INSTANCES)):
        predictions = model.predict(rows[first : first + MAX_INSTANCES], stop_signal())
        add_output(job, number, _csv_text(first, predictions))
    return {"model": name, "version": version, "rows": len(rows), "file": "predictions.csv"}


def _csv_text(first: int, predictions: Iterable[Mapping[str, Any]]) -> str:
    """Return predictions as lines of CSV, with a header before the first instance."""
    text = io.StringIO()
    writer = csv.writer(text)
    if first == 0:
        writer.writerow(COLUMNS)
    for instance, one in enumerate(predictions, first):
        writer.writerow((instance, one["label"], one["probability"]))
    return text.getvalue()
