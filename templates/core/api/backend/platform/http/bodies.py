"""The base classes of JSON request bodies."""

from itertools import islice
from typing import Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError, PydanticUndefined
from sqlmodel import SQLModel

from backend.platform.database.columns import now
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


class ChangeBody(RequestBody):
    """The fields to change. A client may omit each of them; none can be null unless it says so."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Make all fields optional, without a default in the OpenAPI document."""
        for field in cls.model_fields.values():
            field.default, field.default_factory = PydanticUndefined, lambda: None
        cls.model_rebuild(force=True)

    def apply_to(self, row: SQLModel) -> None:
        """Set the fields that the client has sent, and `updated_at` if there is one."""
        changes = self.model_dump(exclude_unset=True)
        if changes and hasattr(row, "updated_at"):
            changes["updated_at"] = now()
        for name, value in changes.items():
            setattr(row, name, value)
