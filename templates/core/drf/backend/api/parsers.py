"""Read JSON strictly: numbers as they are written, and nothing that JSON does not know."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class JSONParser(BaseParser):
    """What every endpoint but sign-in reads. DRF's own would turn prices into floats."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Decode, or answer 400: no depth and no exponent that we cannot read is our mistake."""
        try:
            return json.loads(stream.read(), parse_float=Decimal, parse_constant=_refuse)
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise ParseError("The body is not valid JSON") from error


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
