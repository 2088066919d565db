"""List, read, create, update and delete products."""

from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.catalog.api.filters import filtered
from backend.catalog.api.serializers import ProductPageSerializer, ProductQuery, ProductSerializer
from backend.catalog.models import Product
from backend.platform.drf.pagination import page_response
from backend.platform.drf.schema import problem_responses

URI = {"type": "string", "format": "uri-reference"}
LOCATION = OpenApiParameter("Location", URI, OpenApiParameter.HEADER, response=[201])
COLUMNS = ProductSerializer.Meta.fields


class ProductListView(APIView):
    """All products."""

    @extend_schema(
        operation_id="list_products",
        parameters=[ProductQuery],
        responses={200: ProductPageSerializer, **problem_responses(422)},
    )
    def get(self, request: Request) -> Response:
        """List products."""
        query = ProductQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        valid = query.validated_data
        rows = filtered(Product.objects.all(), valid)
        rows = rows.order_by(valid["sort"], "id")
        # Without a serializer, which would double the response time.
        return page_response(rows.values(*COLUMNS), valid["page"], valid["size"])

    @extend_schema(
        operation_id="add_product",
        parameters=[LOCATION],
        request=ProductSerializer,
        responses={201: ProductSerializer},
    )
    def post(self, request: Request) -> Response:
        """Create a product."""
        serializer = ProductSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        product = serializer.save()
        location = reverse("product", args=[product.id])
        return Response(serializer.data, status.HTTP_201_CREATED, headers={"Location": location})


class ProductView(APIView):
    """One product."""

    @extend_schema(
        operation_id="read_product", responses={200: ProductSerializer, **problem_responses(404)}
    )
    def get(self, request: Request, product_id: UUID) -> Response:
        """Return a product."""
        product = get_object_or_404(Product, id=product_id)
        return Response(ProductSerializer(product).data)

    @extend_schema(
        operation_id="change_product",
        request=ProductSerializer(partial=True),
        responses={200: ProductSerializer, **problem_responses(404)},
    )
    def patch(self, request: Request, product_id: UUID) -> Response:
        """Update a product."""
        with transaction.atomic():
            product = get_object_or_404(Product.objects.select_for_update(), id=product_id)
            serializer = ProductSerializer(product, data=request.data, partial=True)
            serializer.is_valid(raise_exception=True)
            if serializer.validated_data:
                serializer.save()
        return Response(serializer.data)

    @extend_schema(operation_id="remove_product", responses={204: None, **problem_responses(404)})
    def delete(self, request: Request, product_id: UUID) -> Response:
        """Delete a product."""
        with transaction.atomic():
            get_object_or_404(Product.objects.select_for_update(), id=product_id).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
