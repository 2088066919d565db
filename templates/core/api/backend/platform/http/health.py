"""Liveness and readiness probes: separate, because a lost database is no reason to restart."""

from typing import Literal

import structlog
from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.platform.database.connections import connected
from backend.platform.database.limits import CHECK_TIMEOUT, in_time
from backend.platform.database.session import DatabaseDep
from backend.platform.http.errors import OverloadedError, problem
from backend.platform.http.openapi import problems
from backend.platform.http.problems import RETRY_SOON
from backend.platform.server.graceful_server import DrainingServer

QUERY = text("SELECT 1")

log = structlog.stdlib.get_logger(__name__)
router = APIRouter(prefix="/health", tags=["health"])


class Health(BaseModel):
    """The response of a successful probe."""

    status: Literal["ok"] = "ok"


@router.get("/live")
async def live() -> Health:
    """Liveness probe: 200 while the process runs, without using the database."""
    return Health()


@router.get("/ready", response_model=Health, responses=problems(503))
async def ready(database: DatabaseDep) -> Health | JSONResponse:
    """Readiness probe: 200 if the database responds and no shutdown is in progress."""
    if DrainingServer.is_stopping:
        return problem(503, "stopping: the server is shutting down", RETRY_SOON)
    try:
        # Past the concurrency limit: a busy service is ready.
        async with connected(database.read_engine) as connection:
            await in_time(connection.execute(QUERY), CHECK_TIMEOUT, "The check")
    except (SQLAlchemyError, OverloadedError) as error:
        log.warning("database_not_ready", error=type(error).__name__)
        return problem(503, "database: it does not respond", RETRY_SOON)
    return Health()
