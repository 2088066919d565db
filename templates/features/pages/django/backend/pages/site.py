"""Context processor: title and description of the service for every page."""

import tomllib
from functools import cache

from django.http import HttpRequest

from backend.settings import ROOT


def about(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - a context processor
    """Return the texts of `about.toml`; templates escape them."""
    return {"about": _about()}


@cache
def _about() -> dict[str, object]:
    return tomllib.loads((ROOT / "backend" / "about.toml").read_text(encoding="utf-8"))
