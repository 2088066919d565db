"""The bases of the admin's views: forms are checked like bodies of the API."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar, cast

from markupsafe import escape
from pydantic import BaseModel, ValidationError
from sqlalchemy import ColumnElement, Select, inspect, or_
from sqlalchemy.orm import Mapper, relationship
from sqlmodel import Relationship, SQLModel
from starlette.requests import Request
from starlette_admin.exceptions import FormValidationError
from starlette_admin.fields import HasOne
from starlette_admin.filters import FilterRegistry

from backend.admin.filters import Filters
from backend.admin.rows import RowsView
from backend.platform.database.text import lowered


def relate(table: type[SQLModel], name: str, other: type[SQLModel]) -> None:
    """Declare a relation that only the admin uses, to show a row of another table and choose it."""
    mapper: Mapper[Any] = inspect(table)
    column = mapper.local_table.c[f"{name}_id"]  # another column may refer to the same table
    mapper.add_property(name, relationship(other, foreign_keys=column))
    table.__sqlmodel_relationships__[name] = Relationship()


class AdminView(RowsView):
    """A table in the admin; `schema` checks its forms, and `named_by` is the name of a row."""

    schema: ClassVar[type[BaseModel]]
    named_by: ClassVar[str]
    search_in: ClassVar[Sequence[str]] = ()
    exporters, importers = (), ()
    page_size, page_size_options = 25, (25, 50, 100)

    async def repr(self, obj: SQLModel, request: Request) -> str:
        """Return the name of a row."""
        return str(getattr(obj, self.named_by))

    async def select2_result(self, obj: SQLModel, request: Request) -> str:
        """Return the name of a row as HTML, to choose it in a form."""
        return f"<span>{escape(await self.repr(obj, request))}</span>"

    async def validate_fields(
        self, request: Request, data: dict[str, Any], exclude: Collection[str] = ()
    ) -> None:
        """Check a form before a connection is used; keep the checked values."""
        errors: dict[str | int, Any] = {}
        try:
            await super().validate_fields(request, data, exclude)
        except FormValidationError as error:
            errors = dict(error.errors)
        schema = self.schema_of(request, data)
        # Browsers send CRLF, which would count as two characters.
        sent = {
            name: text.replace("\r\n", "\n") if isinstance(text := data[name], str) else text
            for name in schema.model_fields.keys() & data.keys()
        }
        try:
            data.update(schema.model_validate(sent).model_dump())
        except ValidationError as error:
            for each in error.errors():
                errors.setdefault(each["loc"][0], each["msg"].removeprefix("Value error, "))
        if errors:
            raise FormValidationError(errors)

    async def validate(self, request: Request, data: dict[str, Any]) -> None:
        """Refuse a chosen row that does not exist."""
        chosen = [field for field in self.get_fields_list(request) if isinstance(field, HasOne)]
        missing = [each.name for each in chosen if each.required and data[each.name] is None]
        if missing:
            raise FormValidationError(dict.fromkeys(missing, "This row does not exist"))

    def schema_of(self, request: Request, data: dict[str, Any]) -> type[BaseModel]:
        """Return what a form is checked with."""
        return self.schema

    def get_filter_registry(self) -> FilterRegistry:
        """Return the filters of the list."""
        return Filters()

    def get_search_query(self, request: Request, term: str) -> ColumnElement[bool]:
        """Search without case; `%` and `_` are literal."""
        columns = [getattr(self.model, name) for name in self.search_in]
        return or_(*(lowered(each).contains(term.lower(), autoescape=True) for each in columns))

    def build_order_clauses(
        self, request: Request, sorts: Sequence[tuple[str, str]], stmt: Select[Any]
    ) -> Select[Any]:
        """Break ties by the id, so that no row is on two pages."""
        ordered = super().build_order_clauses(request, sorts, stmt)
        return cast("Select[Any]", ordered.order_by(self.model.id))


class ReadOnlyView(AdminView):
    """A table whose rows can only be looked at."""

    def can_create(self, request: Request) -> bool:
        """Refuse new rows."""
        return False

    def can_edit(self, request: Request) -> bool:
        """Refuse changes."""
        return False

    def can_delete(self, request: Request) -> bool:
        """Refuse to delete."""
        return False
