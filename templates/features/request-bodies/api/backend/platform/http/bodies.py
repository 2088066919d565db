"""The base class of JSON request bodies."""

from itertools import islice

from pydantic import BaseModel, ConfigDict, model_validator

from backend.platform.http.problems import MAX_ERRORS


class RequestBody(BaseModel):
    """A JSON object. Unknown fields are rejected, so that no client can set `is_superuser`."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def ignore_excess_fields(cls, data: object) -> object:
        """Keep 20 unknown fields: an error for each of 100,000 would block the event loop."""
        if not isinstance(data, dict) or len(data) <= len(cls.model_fields) + MAX_ERRORS:
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        unknown = islice((name for name in data if name not in known), MAX_ERRORS)
        return {name: data[name] for name in (*(known & data.keys()), *unknown)}
