"""Request a batch of predictions, which a job makes."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from backend.jobs.access import JobOwner
from backend.jobs.queue import enqueue
from backend.jobs.schemas import JobOut
from backend.ml.batch_arguments import MAX_BATCH, arguments_of
from backend.ml.predictor import RefusedError
from backend.ml.schemas import Instance
from backend.platform.database.session import SessionDep
from backend.platform.http.errors import problem
from backend.platform.http.openapi import LOCATION
from backend.platform.http.schemas import RequestBody

router = APIRouter(prefix="/models/{name}/predictions/batches", tags=["models"])


class BatchRequest(RequestBody):
    """Instances: the value of each input of the model, by its name."""

    instances: Annotated[list[Instance], Field(min_length=1, max_length=MAX_BATCH)]


@router.post("", response_model=JobOut, status_code=202, responses={202: LOCATION[201]})
async def predict_batch(
    name: str,
    body: BatchRequest,
    owner: JobOwner,
    session: SessionDep,
    response: Response,
    version: str = "",
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key")] = None,
) -> dict[str, Any] | JSONResponse:
    """Start a job that writes predictions as CSV; the same key twice starts one."""
    try:
        arguments = arguments_of(name, version, body.instances)
    except RefusedError as error:
        return problem(error.status, str(error), error.headers, error.errors)
    job = await enqueue(session, "prediction_batch", arguments, owner, idempotency_key)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job.model_dump()
