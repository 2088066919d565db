"""Products in the admin."""

from typing import Any

from starlette.requests import Request
from starlette_admin.fields import (
    DateTimeField,
    DecimalField,
    EnumField,
    HasOne,
    StringField,
    TextAreaField,
    UUIDField,
)

from backend.accounts.tables import User
from backend.admin.views import AdminView, relate
from backend.catalog.schemas import NewProduct
from backend.catalog.tables import Product, Status
from backend.platform.database.columns import now

relate(Product, "owner", User)


class ProductView(AdminView):
    """Products, with the checks of the API."""

    schema = NewProduct
    named_by = "name"
    search_in = ("name", "description")
    icon = "fa fa-tags"
    fields = (
        UUIDField("id", exclude_from_list=True),
        StringField("name", required=True, maxlength=120),
        TextAreaField("description", maxlength=2_000, exclude_from_list=True),
        DecimalField("price", required=True, step="0.01"),
        EnumField("status", choices=[*map(str, Status)], default=Status.DRAFT, required=True),
        HasOne("owner", key="user", required=True),
        DateTimeField("created_at", exclude_from_create=True, exclude_from_edit=True),
        DateTimeField(
            "updated_at", exclude_from_list=True, exclude_from_create=True, exclude_from_edit=True
        ),
    )
    searchable_fields = ("name", "description", "price", "status", "created_at")
    sortable_fields = ("name", "price", "status", "created_at")
    fields_default_sort = (("created_at", True),)

    def __init__(self) -> None:
        super().__init__(Product)

    async def before_edit(self, request: Request, data: dict[str, Any], obj: Product) -> None:
        """Note the time of the change."""
        obj.updated_at = now()
