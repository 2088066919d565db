"""Filters of the admin's lists: text without case and wildcards, times in UTC."""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement
from starlette_admin.contrib.sqla.filters import (
    ContainsFilter,
    DateTimeBetweenFilter,
    EqualFilter,
    InFilter,
    NotInFilter,
    SqlaFilterRegistry,
)
from starlette_admin.fields import BaseField, DateTimeField, EnumField, StringField, TextAreaField
from starlette_admin.filters import FilterApplyContext, filters
from starlette_admin.filters.base import BaseFilter

from backend.platform.database.text import lowered


def _text(raw: object) -> str:
    """Return a text; the library takes one with a comma for a list."""
    return ",".join(map(str, raw)) if isinstance(raw, list) else str(raw)


class Contains(ContainsFilter):
    """The column contains a text; `%` and `_` are literal."""

    def parse_value(self, raw: object) -> str:
        """Return a text."""
        return _text(raw)

    def apply(self, ctx: FilterApplyContext) -> ColumnElement[bool]:
        """Return the condition."""
        column = getattr(cast("Any", ctx.view).model, ctx.field_name)
        return lowered(column).contains(ctx.value.lower(), autoescape=True)


class Equals(EqualFilter):
    """The column is a text."""

    def parse_value(self, raw: object) -> str:
        """Return a text."""
        return _text(raw)


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
        return [Contains, Equals]

    @filters(TextAreaField)
    def textarea_filters(self, field: BaseField) -> list[type[BaseFilter]]:
        """Filter long texts."""
        return [Contains]

    @filters(EnumField)
    def enum_filters(self, field: BaseField) -> list[type[BaseFilter]]:
        """Filter choices."""
        return [InFilter, NotInFilter]

    @filters(DateTimeField)
    def datetime_filters(self, field: BaseField) -> list[type[BaseFilter]]:
        """Filter times."""
        return [Between]
