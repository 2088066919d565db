"""JSON in strict form, with orjson for responses; requests and responses have no other format."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import IO, Any, NoReturn

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class JSONParser(BaseParser):
    """The parser of every endpoint except sign-in. DRF's parser would turn prices into floats."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Decode the body. Raise ParseError (400), also for deep nesting or huge exponents."""
        try:
            return json.loads(stream.read(), parse_float=Decimal, parse_constant=_refuse)
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise ParseError("The body is not valid JSON") from error


class JSONRenderer(BaseRenderer):
    """The renderer of every endpoint: it supports UUIDs and times, and is faster than DRF's."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the encoded data; a response without data has an empty body."""
        if data is None:
            return b""
        return orjson.dumps(data, default=_encode, option=orjson.OPT_UTC_Z)


class FirstRenderer(DefaultContentNegotiation):
    """Ignore `Accept` and `?format=`, as FastAPI does, instead of returning 406."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the first renderer of the view."""
        first = next(iter(renderers))
        return first, str(first.media_type)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _encode(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)  # a string: a float would lose precision
    raise TypeError(value)
