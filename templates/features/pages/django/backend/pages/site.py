"""What every page says about this service."""

import tomllib
from functools import cache

from django.http import HttpRequest

from backend.settings import ROOT


def about(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - a context processor
    """Give templates the words of `about.toml`, which they escape."""
    return {"about": _about()}


@cache
def _about() -> dict[str, object]:
    return tomllib.loads((ROOT / "backend" / "about.toml").read_text(encoding="utf-8"))
