"""Documentation pages served by the project: they work offline and under the strict CSP."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

OPENAPI_URL = "/api/openapi.json"
PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
  </head>
  <body>{body}</body>
</html>
"""
SWAGGER = """
    <div id="swagger-ui"></div>
    <script src="/api/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/api/docs/assets/swagger.js"></script>
"""
# A file and not an inline script, which the Content-Security-Policy does not allow.
SWAGGER_START = """SwaggerUIBundle({
  url: "/api/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
});
"""
REDOC = """
    <redoc spec-url="/api/openapi.json"></redoc>
    <script src="/api/docs/assets/redoc.standalone.js"></script>
"""
REDOC_SCRIPT = "redoc.standalone.js"
REDOCS_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"

router = APIRouter(prefix="/api", include_in_schema=False)
# Swagger UI and ReDoc come from a package, so that they are updated like any dependency.
assets = StaticFiles(packages=[("fastapi_offline", "static")])


@router.get("/docs")
async def swagger() -> HTMLResponse:
    """Serve Swagger UI."""
    return HTMLResponse(PAGE.format(title="API documentation", body=SWAGGER))


@router.get("/redoc")
async def redoc() -> HTMLResponse:
    """Serve ReDoc."""
    return HTMLResponse(PAGE.format(title="API reference", body=REDOC))


@router.get("/docs/assets/swagger.js")
async def swagger_start() -> Response:
    """Serve the script that starts Swagger UI."""
    return Response(SWAGGER_START, media_type="text/javascript")


@router.get(f"/docs/assets/{REDOC_SCRIPT}")
async def redoc_script() -> Response:
    """Serve ReDoc's script without the logo, which it would load from redoc.ly."""
    return Response(_redoc_without_logo(), media_type="text/javascript")


@cache
def _redoc_without_logo() -> bytes:
    path, _ = assets.lookup_path(REDOC_SCRIPT)
    return Path(path).read_bytes().replace(REDOCS_LOGO, b"data:,")


@router.get("/docs/assets/{path:path}")
async def asset(path: str, request: Request) -> Response:
    """Serve the assets of the two pages."""
    return await assets.get_response(path, request.scope)
