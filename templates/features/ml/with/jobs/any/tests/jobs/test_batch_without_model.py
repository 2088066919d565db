"""A worker without models: batches fail, and it runs other jobs."""

from pathlib import Path

import httpx2

from tests.jobs.reading import added, ended
from tests.jobs.test_batches import BATCHES
from tests.ml.test_predictions import SETOSA
from tests.support.service import Service


def test_a_model_that_cannot_be_loaded_fails_the_job(
    service: Service, owner: httpx2.Client, tmp_path: Path
) -> None:
    job = added(owner.post(BATCHES, json={"instances": [SETOSA]}))
    with service.running("worker", MODELS_FOLDER=str(tmp_path), JOB_LEASE_SECONDS="1") as worker:
        failed = ended(owner, job)
        assert worker.poll() is None  # it still runs other jobs
    assert (failed["status"], failed["attempts"]) == ("failed", 3)
    assert failed["problem"]["detail"] == "Something went wrong on our side, 3 times"
