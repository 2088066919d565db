"""Base views: public ones, pages of a table, and a row that is changed under its lock."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework.generics import ListCreateAPIView, RetrieveUpdateDestroyAPIView
from rest_framework.pagination import BasePagination
from rest_framework.permissions import SAFE_METHODS, AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.platform.drf.serializers import PageQuery


class PublicView(APIView):
    """A view that needs and reads no token."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


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


class ListCreateView(ListCreateAPIView[Any]):
    """List the rows of `queryset`, and create one; `query_class` has the query parameters."""

    query_class = PageQuery
    pagination_class = Pagination

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return a page. Raise ValidationError for invalid query parameters."""
        self.query = self.query_class(data=request.query_params.dict())
        self.query.is_valid(raise_exception=True)
        rows = self.query.filtered(self.get_queryset())
        # Without a serializer, which would double the response time: its fields are columns.
        serializer: Any = self.get_serializer_class()
        page = self.paginate_queryset(rows.values(*serializer.Meta.fields))
        return self.get_paginated_response(page)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Create an item; the header `Location` has its path."""
        return self.create(request, *args, **kwargs)

    def get_success_headers(self, data: Any) -> dict[str, str]:
        """Return the header with the path of the new row."""
        return {"Location": f"{self.request.path}/{data['id']}"}


class DetailView(RetrieveUpdateDestroyAPIView[Any]):
    """Read, change and delete a row of `queryset`, with the id that `lookup_url_kwarg` names."""

    http_method_names = ["get", "patch", "delete", "head", "options"]

    @transaction.atomic
    def patch(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Update the fields in the body."""
        return self.partial_update(request, *args, **kwargs)

    @transaction.atomic
    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete the item."""
        return self.destroy(request, *args, **kwargs)

    def get_object(self) -> Any:
        """Return the row, locked for a change.

        Raise Http404 if it is not in `queryset`, PermissionDenied if a permission class refuses it.
        """
        rows = self.get_queryset()
        if self.request.method not in SAFE_METHODS:
            rows = rows.select_for_update(of=("self",))  # not the rows of `select_related`
        row = get_object_or_404(rows, pk=self.kwargs[self.lookup_url_kwarg])
        self.check_object_permissions(self.request, row)
        return row

    def perform_update(self, serializer: Any) -> None:
        """Save the changes; an empty body changes nothing."""
        if serializer.validated_data:
            serializer.save()
