"""Request and response bodies for users and tokens."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo

from backend.platform.database.text import WITHOUT_NUL, Text
from backend.platform.http.schemas import ChangeBody, RequestBody
from backend.platform.security.credentials import ADDRESS
from backend.platform.security.passwords import MAX_LENGTH, MIN_LENGTH, is_guessable, resembles

TRIVIAL = r"^(?:(.)\1*|[0-9]+)$"
TOO_SIMILAR = "This password is too similar to the e-mail address or the name"
SCHEME: Final = "bearer"


def _not_guessable(password: str) -> str:
    if is_guessable(password):
        raise ValueError("This password is too common")
    return password


def _unlike_user(password: str, others: ValidationInfo) -> str:
    if resembles(password, others.data.get("email", ""), others.data.get("full_name", "")):
        raise ValueError(TOO_SIMILAR)
    return password


Email = Annotated[str, Field(max_length=254, pattern=ADDRESS), AfterValidator(str.lower)]
FullName = Annotated[str, Field(max_length=150, pattern=WITHOUT_NUL)]
NewPassword = Annotated[
    str,
    Field(
        min_length=MIN_LENGTH,
        max_length=MAX_LENGTH,
        pattern=WITHOUT_NUL,
        description="Not common, not only digits, unlike the e-mail address and the name",
        json_schema_extra={"not": {"pattern": TRIVIAL}},
    ),
    AfterValidator(_not_guessable),
]


class Registration(RequestBody):
    """A new user."""

    email: Email
    full_name: FullName = ""
    # After the fields that it is compared with.
    password: Annotated[NewPassword, AfterValidator(_unlike_user)]


class ProfileChange(ChangeBody):
    """The fields that a user can change; omitted fields keep their values."""

    full_name: FullName


class PasswordChange(RequestBody):
    """A new password, and the current one as proof of identity."""

    current_password: Text
    new_password: NewPassword


class RefreshRequest(RequestBody):
    """A refresh token to exchange or to revoke."""

    refresh_token: Text


class UserOut(BaseModel):
    """A user as stored; stored values are not validated again."""

    id: UUID
    email: str
    full_name: str
    created_at: datetime


class TokenPair(BaseModel):
    """An access token and a refresh token."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = SCHEME
    expires_in: int
