"""Filters of the admin's lists: text without case and wildcards, times in UTC."""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement
from starlette_admin.contrib.sqla.filters import (
    ContainsFilter,
    DateTimeBetweenFilter,
    EqualFilter,
    SqlaFilterRegistry,
)
from starlette_admin.fields import BaseField, DateTimeField, StringField, TextAreaField
from starlette_admin.filters import FilterApplyContext, filters
from starlette_admin.filters.base import BaseFilter

from backend.platform.database.text import lowered


class Contains(ContainsFilter):
    """The column contains a text; `%` and `_` are literal."""

    def apply(self, ctx: FilterApplyContext) -> ColumnElement[bool]:
        """Return the condition."""
        column = getattr(cast("Any", ctx.view).model, ctx.field_name)
        return lowered(column).contains(ctx.value.lower(), autoescape=True)


class Between(DateTimeBetweenFilter):
    """The column is between two times; without an offset they are in UTC."""

    def parse_value(self, raw: object) -> datetime:
        """Return an aware time: the columns refuse others."""
        return cast("datetime", super().parse_value(raw)).replace(tzinfo=UTC)


class Filters(SqlaFilterRegistry):
    """The filters of each kind of field."""

    @filters(StringField)
    def string_filters(self, field: BaseField) -> list[type[BaseFilter]]:
        """Filter short texts."""
        return [Contains, EqualFilter]

    @filters(TextAreaField)
    def textarea_filters(self, field: BaseField) -> list[type[BaseFilter]]:
        """Filter long texts."""
        return [Contains]

    @filters(DateTimeField)
    def datetime_filters(self, field: BaseField) -> list[type[BaseFilter]]:
        """Filter times."""
        return [Between]
