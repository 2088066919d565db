"""Answers are JSON, whatever is asked for: there is nothing to choose from."""

from collections.abc import Iterable

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class FirstRenderer(DefaultContentNegotiation):
    """Never 406, and no `?format=`, which FastAPI would not know either."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Take the view's own."""
        first = next(iter(renderers))
        return first, str(first.media_type)
