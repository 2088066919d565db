"""The job that predicts a batch of instances."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from backend.jobs.job import ClaimedJob, JobError
from backend.jobs.store import add_output
from backend.ml.predictor import MAX_INSTANCES, RefusedError, predictor

COLUMNS = ("instance", "label", "probability")


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
