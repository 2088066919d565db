"""Request an export of the products, which a job writes."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Response

from backend.jobs.access import JobOwner
from backend.jobs.queue import enqueue
from backend.jobs.schemas import JobOut
from backend.platform.database.session import SessionDep
from backend.platform.http.openapi import LOCATION

router = APIRouter(prefix="/products/exports", tags=["products"])


@router.post("", response_model=JobOut, status_code=202, responses={202: LOCATION[201]})
async def export_products(
    owner: JobOwner,
    session: SessionDep,
    response: Response,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key")] = None,
) -> dict[str, Any]:
    """Start an export of all visible products as CSV; the same key twice starts one."""
    job = await enqueue(session, "product_export", {}, owner, idempotency_key)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job.model_dump()


@router.api_route("", methods=["GET", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def refuse_other_methods(_: JobOwner) -> None:
    """Respond with 405: the path would otherwise be that of a product."""
    raise HTTPException(405, headers={"Allow": "POST"})
