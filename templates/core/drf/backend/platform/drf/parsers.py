"""Strict JSON parser: decimal numbers, no `NaN` and no `Infinity`."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


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


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
