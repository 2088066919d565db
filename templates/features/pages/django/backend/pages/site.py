"""Context processor: title and description of the service for every page."""

import tomllib
from functools import cache

from django.http import HttpRequest

from backend.settings import ROOT


def about(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - a context processor
    """Return the texts of `[tool.backend]` in `pyproject.toml`; templates escape them."""
    return {"about": _about()}


@cache
def _about() -> dict[str, object]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    texts: dict[str, object] = project["tool"]["backend"]
    return texts
