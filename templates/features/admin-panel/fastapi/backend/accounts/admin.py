"""Users in the admin."""

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
    PasswordField,
    StringField,
    UUIDField,
)
from starlette_admin.types import RequestAction

from backend.accounts import service
from backend.accounts.current_user import client_network
from backend.accounts.schemas import Email, FullName, Registration
from backend.accounts.tables import RefreshToken, User
from backend.admin.views import AdminView
from backend.platform.http.schemas import RequestBody
from backend.platform.security.passwords import hash_password

TAKEN = "A user with this e-mail address already exists"
HELP = (
    "At least 8 characters. Left empty for a stored user, the password stays the same; "
    "a new one ends every session of the user."
)


SHOWN = ("email", "full_name", "is_active", "is_superuser", "last_login", "created_at")


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
        UUIDField("id", exclude_from_list=True),
        StringField("email", input_type="email", required=True, maxlength=254),
        StringField("full_name", maxlength=150),
        PasswordField(
            "password",
            help_text=HELP,
            getter=lambda *_: None,  # the hash is never shown
            exclude_from_list=True,
            exclude_from_detail=True,
        ),
        BooleanField("is_active", default=True),
        BooleanField("is_superuser"),
        DateTimeField("last_login", exclude_from_create=True, exclude_from_edit=True),
        DateTimeField("created_at", exclude_from_create=True, exclude_from_edit=True),
    )
    searchable_fields = sortable_fields = SHOWN
    fields_default_sort = ("email",)

    def __init__(self) -> None:
        super().__init__(User)

    def schema_of(self, request: Request, data: dict[str, Any]) -> type[BaseModel]:
        """Require a password of a new user; in the form of another one it can be empty."""
        is_new = request.state.action is RequestAction.CREATE
        return Registration if is_new or data["password"] else Names

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
            of_user = col(RefreshToken.user_id) == obj.id
            await service.revoke(request.state.transaction, of_user)

    async def handle_exception(self, request: Request, exc: Exception) -> None:
        """Show in the form that an address is taken."""
        if isinstance(exc, IntegrityError):
            raise FormValidationError({"email": TAKEN}) from None
        await super().handle_exception(request, exc)
