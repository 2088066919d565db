"""Documentation pages served by the project: they work offline and under the strict CSP."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

OPENAPI_URL = "/api/openapi.json"
PAGES = Path(__file__).parent / "static"
REDOC = "redoc.standalone.js"
REDOCS_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"

router = APIRouter(prefix="/api", include_in_schema=False)
# Swagger UI and ReDoc come from a package, so that they are updated like any dependency.
assets = StaticFiles(directory=PAGES, packages=[("fastapi_offline", "static")])


@router.get("/docs")
async def swagger() -> FileResponse:
    """Serve Swagger UI."""
    return FileResponse(PAGES / "swagger.html")


@router.get("/redoc")
async def redoc() -> FileResponse:
    """Serve ReDoc."""
    return FileResponse(PAGES / "redoc.html")


@router.get(f"/docs/assets/{REDOC}")
async def redoc_script() -> Response:
    """Serve ReDoc's script without the logo, which it would load from redoc.ly."""
    return Response(_redoc_without_logo(), media_type="text/javascript")


@cache
def _redoc_without_logo() -> bytes:
    path, _ = assets.lookup_path(REDOC)
    return Path(path).read_bytes().replace(REDOCS_LOGO, b"data:,")


@router.get("/docs/assets/{path:path}")
async def asset(path: str, request: Request) -> Response:
    """Serve the assets of the two pages."""
    return await assets.get_response(path, request.scope)
