"""The base class of JSON request bodies."""

from itertools import islice
from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from backend.platform.http.problems import MAX_ERRORS

MOST = 1_000  # describing more errors would block the event loop


class RequestBody(BaseModel):
    """A JSON object. Unknown fields are rejected, so that no client can set `is_superuser`."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def limit_errors(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Report at most 20 unknown fields, and only the number of very many errors."""
        try:
            return handler(cls._without_excess(data))
        except ValidationError as error:
            if error.error_count() <= MOST:
                raise
            count = {"count": error.error_count()}
            raise PydanticCustomError("too_many", "{count} values are not valid", count) from None

    @classmethod
    def _without_excess(cls, data: object) -> object:
        if not isinstance(data, dict) or len(data) <= len(cls.model_fields) + MAX_ERRORS:
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        unknown = islice((name for name in data if name not in known), MAX_ERRORS)
        return {name: data[name] for name in (*(known & data.keys()), *unknown)}
