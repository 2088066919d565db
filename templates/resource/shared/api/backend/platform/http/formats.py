"""More types of fields in request bodies: each accepts one form of JSON."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from backend.platform.http.fields import written_as

EMAIL = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
URL = r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s\x00\"\\]*)?$"
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?")


def _is_iso(value: object) -> object:
    """Reject what Pydantic would read as seconds since 1970."""
    if not isinstance(value, str) or not ISO.fullmatch(value):
        raise ValueError("Should be text in the format of ISO 8601")
    return value


def _is_whole(value: object) -> object:
    if isinstance(value, bool | str):
        raise ValueError("Should be a whole number")  # noqa: TRY004 - Pydantic reports no TypeError
    return value


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("Should be between the years 1 and 9999 in UTC") from None


Slug = Annotated[str, Field(min_length=1, pattern=r"^[-a-zA-Z0-9_]+$")]
Email = Annotated[str, Field(pattern=EMAIL)]
Url = Annotated[str, Field(pattern=URL)]
Day = Annotated[date, BeforeValidator(_is_iso)]
# It is stored, and returned, in UTC; without an offset it would be ambiguous.
Moment = Annotated[AwareDatetime, BeforeValidator(_is_iso), AfterValidator(_in_utc)]
WHOLE = BeforeValidator(_is_whole)
# The limit of a filter.
WholeBound = Annotated[int, Field(ge=-(2**63), lt=2**63), written_as(r"^-?[0-9]{1,19}$")]
