"""Pagination of lists: `{"items", "total", "page", "size", "pages"}`."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.response import Response

MAX_SIZE = 100
MAX_PAGE = (2**63 - 1) // MAX_SIZE  # a larger page would overflow the 64-bit offset


class PageQuery(serializers.Serializer[Any]):
    """The query parameters of every list."""

    page = serializers.IntegerField(min_value=1, max_value=MAX_PAGE, default=1)
    size = serializers.IntegerField(min_value=1, max_value=MAX_SIZE, default=20)


def page_response(rows: QuerySet[Any, Any], page: int, size: int) -> Response:
    """Return one page with two queries. A page past the end is empty."""
    total = rows.count()
    start = (page - 1) * size
    items = list(rows[start : start + size]) if start < total else []
    body = {"items": items, "total": total, "page": page, "size": size, "pages": -(-total // size)}
    return Response(body)
