"""Lists: query parameters that filter, sort and page, and `{"items", "total", "page", …}`."""

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

MAX_SIZE = 100
MAX_PAGE = (2**63 - 1) // MAX_SIZE  # a larger page would overflow the 64-bit offset
NO_COLUMNS = {"page", "size", "search", "sort"}


class PageQuery(serializers.Serializer[Any]):
    """The query parameters of a list. A subclass adds `search`, `sort` and filters.

    A filter's name, or its `source`, is a lookup of the ORM such as `status` or `price__gte`.
    """

    page = serializers.IntegerField(min_value=1, max_value=MAX_PAGE, default=1)
    size = serializers.IntegerField(min_value=1, max_value=MAX_SIZE, default=20)

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that match, sorted; without `sort` they keep their order."""
        valid = self.validated_data
        lookups = {name: value for name, value in valid.items() if name not in NO_COLUMNS}
        if condition := valid.get("search", Q()) & Q(**lookups):
            rows = rows.filter(condition)
        return rows.order_by(valid["sort"], "pk") if "sort" in valid else rows


class Pagination(BasePagination):
    """Two queries, a count and a page; a page past the end is empty."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the rows of the page that the view's `query` names."""
        page, size = (view.query.validated_data[name] for name in ("page", "size"))
        total = queryset.count()
        self.numbers = {"total": total, "page": page, "size": size, "pages": -(-total // size)}
        start = (page - 1) * size
        return list(queryset[start : start + size]) if start < total else []

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page with the number of rows and of pages."""
        return Response({"items": data, **self.numbers})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the OpenAPI schema of a page of `schema`."""
        numbers = {name: {"type": "integer"} for name in ("total", "page", "size", "pages")}
        properties = {"items": schema, **numbers}
        return {"type": "object", "properties": properties, "required": [*properties]}
