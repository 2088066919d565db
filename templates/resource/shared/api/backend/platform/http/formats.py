"""More types of fields in request bodies: each accepts one form of JSON, and never another type's."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from backend.platform.http.fields import PLAIN_NUMBER

EMAIL = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
URL = r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s\x00\"\\]*)?$"
NO_NUMBER = "Should be text in the format of ISO 8601"


def _refuse(*kinds: type, message: str) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, kinds):
            raise ValueError(message)  # noqa: TRY004 - Pydantic reports no TypeError
        return value

    return BeforeValidator(check)


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Slug = Annotated[str, Field(min_length=1, pattern=r"^[-a-zA-Z0-9_]+$")]
Email = Annotated[str, Field(pattern=EMAIL)]
Url = Annotated[str, Field(pattern=URL)]
Day = Annotated[date, _refuse(int, float, message=NO_NUMBER)]
# It is stored, and returned, in UTC; without an offset it would be ambiguous.
Moment = Annotated[
    AwareDatetime, _refuse(int, float, message=NO_NUMBER), AfterValidator(_in_utc)
]
Whole = Annotated[int, _refuse(bool, str, message="Should be a whole number")]
# The limit of a filter.
WholeBound = Annotated[int, PLAIN_NUMBER, Field(ge=-(2**63), lt=2**63)]
