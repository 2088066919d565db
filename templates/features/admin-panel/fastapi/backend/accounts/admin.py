"""Users and refresh tokens in the admin."""

from collections.abc import Collection
from typing import Any

from anyio import to_thread
from pydantic import BaseModel
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import col
from starlette.requests import Request
from starlette_admin.exceptions import FormValidationError
from starlette_admin.fields import (
    BooleanField,
    DateTimeField,
    EmailField,
    HasOne,
    PasswordField,
    StringField,
    UUIDField,
)

from backend.accounts import service
from backend.accounts.current_user import client_network
from backend.accounts.schemas import Email, FullName, Registration
from backend.accounts.tables import RefreshToken, User
from backend.admin.views import AdminView, ReadOnlyView, relate
from backend.platform.http.schemas import RequestBody
from backend.platform.security.passwords import hash_password

TAKEN = "A user with this e-mail address already exists"
KEPT = "Leave it empty to keep the password; a new one ends every session of the user."
TIMES = ("created_at", "expires_at", "spent_at", "revoked_at")

relate(RefreshToken, "user", User)


class Names(RequestBody):
    """A user whose password stays the same."""

    email: Email
    full_name: FullName = ""


class UserView(AdminView):
    """Users; a password is only ever replaced, through the hashing queue of the API."""

    schema = Registration
    named_by = "email"
    search_in = ("email", "full_name")
    icon = "fa fa-users"
    fields = (
        UUIDField("id", exclude_from_list=True, exclude_from_create=True, read_only=True),
        EmailField("email", required=True),
        StringField("full_name", maxlength=150),
        PasswordField(
            "password",
            help_text=KEPT,
            getter=lambda *_: None,  # the hash is never shown
            exclude_from_list=True,
            exclude_from_detail=True,
        ),
        BooleanField("is_active", default=True),
        BooleanField("is_superuser"),
        DateTimeField("last_login", read_only=True, exclude_from_create=True),
        DateTimeField("created_at", read_only=True, exclude_from_create=True),
    )
    searchable_fields = (
        "email",
        "full_name",
        "is_active",
        "is_superuser",
        "last_login",
        "created_at",
    )
    sortable_fields = searchable_fields
    fields_default_sort = ("email",)

    def __init__(self) -> None:
        super().__init__(User)

    def schema_of(self, data: dict[str, Any]) -> type[BaseModel]:
        """Check the password of a new user, and of another one if the form has any."""
        return Registration if data["password"] else Names

    async def validate_fields(
        self, request: Request, data: dict[str, Any], exclude: Collection[str] = ()
    ) -> None:
        """Hash a valid password, before any connection is used."""
        request.state.password_hash = None
        password = data["password"]
        try:
            await super().validate_fields(request, data, exclude)
        finally:
            data["password"] = None  # no page shows it again
        if password:
            async with request.app.state.hashing.slot(await client_network(request)):
                hashed = await to_thread.run_sync(hash_password, password)
            request.state.password_hash = hashed

    async def before_create(self, request: Request, data: dict[str, Any], obj: User) -> None:
        """Set the hash of a new user."""
        obj.password = request.state.password_hash
        obj.is_staff = obj.is_superuser

    async def before_edit(self, request: Request, data: dict[str, Any], obj: User) -> None:
        """Set a new hash and end the user's sessions, or keep the hash."""
        (kept,) = inspect(obj).attrs.password.history.deleted
        obj.password = request.state.password_hash or kept
        obj.is_staff |= obj.is_superuser
        if obj.password != kept:
            session = request.state.session
            await service.revoke(session, col(RefreshToken.user_id) == obj.id)

    async def handle_exception(self, request: Request, exc: Exception) -> None:
        """Show in the form that an address is taken."""
        if isinstance(exc, IntegrityError):
            raise FormValidationError({"email": TAKEN}) from None
        await super().handle_exception(request, exc)


class RefreshTokenView(ReadOnlyView):
    """Refresh tokens, and sessions of the admin; they can only be looked at."""

    named_by = "id"
    icon = "fa fa-key"
    fields = (
        UUIDField("id", exclude_from_list=True),
        HasOne("user", key="user"),
        *map(DateTimeField, TIMES),
    )
    searchable_fields = sortable_fields = TIMES
    fields_default_sort = (("created_at", True),)

    def __init__(self) -> None:
        super().__init__(RefreshToken)
