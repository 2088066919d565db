"""The documentation pages, from the project itself: they work offline and under the strict CSP."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

OPENAPI_URL = "/api/openapi.json"
PAGES = Path(__file__).parent / "static"

router = APIRouter(prefix="/api", include_in_schema=False)
# Swagger UI and ReDoc are taken from a package, so that their updates come with the others.
assets = StaticFiles(directory=PAGES, packages=[("fastapi_offline", "static")])


@router.get("/docs")
async def swagger() -> FileResponse:
    """Try the operations out."""
    return FileResponse(PAGES / "swagger.html")


@router.get("/redoc")
async def redoc() -> FileResponse:
    """Read about the operations."""
    return FileResponse(PAGES / "redoc.html")


@router.get("/docs/assets/{path:path}")
async def asset(path: str, request: Request) -> Response:
    """Serve what the two pages are made of."""
    return await assets.get_response(path, request.scope)
