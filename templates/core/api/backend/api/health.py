"""Is the process alive, can it serve? Two questions: a lost database is no reason to restart."""

from typing import Literal

import structlog
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.api.db import Database, DatabaseDep
from backend.api.errors import OverloadedError, problem
from backend.api.openapi import problems
from backend.problems import RETRY_SOON
from backend.shutdown import stop

log = structlog.stdlib.get_logger(__name__)
router = APIRouter(prefix="/health", tags=["health"])


class Health(BaseModel):
    """All is well."""

    status: Literal["ok"] = "ok"


@router.get("/live")
async def live() -> Health:
    """Answer without touching anything."""
    return Health()


@router.get("/ready", response_model=Health, responses=problems(503))
async def ready(database: DatabaseDep) -> Health | JSONResponse:
    """Answer 200 when requests can be served: the database answers and no stop is under way."""
    if stop.requested:
        return problem(503, "stopping: the process is finishing its last requests", RETRY_SOON)
    if not await _answers(database):
        return problem(503, "database: it does not answer", RETRY_SOON)
    return Health()


async def _answers(database: Database) -> bool:
    try:
        await database.fetch(text("SELECT 1"))
    except (SQLAlchemyError, OverloadedError) as error:
        log.warning("database_not_ready", error=type(error).__name__)
        return False
    return True
