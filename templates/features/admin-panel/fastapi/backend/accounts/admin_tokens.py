"""Refresh tokens in the admin."""

from starlette_admin.fields import DateTimeField, HasOne, UUIDField

from backend.accounts.tables import RefreshToken, User
from backend.admin.views import ReadOnlyView, relate

TIMES = ("created_at", "expires_at", "spent_at", "revoked_at")

relate(RefreshToken, "user", User)


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
