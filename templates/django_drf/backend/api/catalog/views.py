"""The catalog's endpoints."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.admin.catalog.models import Product, Status
from backend.api.catalog.serializers import ProductPageSerializer, ProductQuery, ProductSerializer
from backend.api.pagination import page_response
from backend.api.permissions import SignedInToWrite
from backend.api.schema import BODY_REFUSALS, refusals

LOCATION = OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=[201])
CENT = Decimal("0.01")
COLUMNS = ProductSerializer.Meta.fields


def visible_to(user: Any) -> Q:
    """Live products are for everybody, a draft for its owner."""
    live = Q(status=Status.LIVE)
    return live | Q(owner=user) if user.is_authenticated else live


class ProductListView(APIView):
    """All products that one may see."""

    permission_classes = (SignedInToWrite,)

    @extend_schema(operation_id="list_products", parameters=[ProductQuery], responses={200: ProductPageSerializer, **refusals(401, 422)})
    def get(self, request: Request) -> Response:
        """List products.

        Rows go to JSON as the database gives them: a serializer would double the time of this hot path.
        """
        query = ProductQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        rows = filtered(Product.objects.filter(visible_to(request.user)), wanted)
        rows = rows.order_by(wanted["sort"], "id")
        return page_response(rows.values(*COLUMNS), wanted["page"], wanted["size"])

    @extend_schema(operation_id="create_product", parameters=[LOCATION], request=ProductSerializer, responses={201: ProductSerializer, **BODY_REFUSALS, **refusals(401)})
    def post(self, request: Request) -> Response:
        """Create a product that belongs to the one who asks."""
        serializer = ProductSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        product = serializer.save(owner=request.user)
        location = reverse("product", args=[product.id])
        return Response(serializer.data, status.HTTP_201_CREATED, headers={"Location": location})


class ProductView(APIView):
    """One product."""

    permission_classes = (SignedInToWrite,)

    @extend_schema(operation_id="get_product", responses={200: ProductSerializer, **refusals(401, 404)})
    def get(self, request: Request, product_id: UUID) -> Response:
        """Read one product."""
        return Response(ProductSerializer(find(Product.objects.all(), product_id, request.user)).data)

    @extend_schema(operation_id="update_product", request=ProductSerializer(partial=True), responses={200: ProductSerializer, **BODY_REFUSALS, **refusals(401, 403, 404)})
    def patch(self, request: Request, product_id: UUID) -> Response:
        """Change the fields that are given."""
        with transaction.atomic():
            product = find_own(product_id, request.user)
            serializer = ProductSerializer(product, data=request.data, partial=True)
            serializer.is_valid(raise_exception=True)
            if serializer.validated_data:
                serializer.save()
        return Response(serializer.data)

    @extend_schema(operation_id="delete_product", responses={204: None, **refusals(401, 403, 404)})
    def delete(self, request: Request, product_id: UUID) -> Response:
        """Delete a product."""
        with transaction.atomic():
            find_own(product_id, request.user).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


def filtered(products: QuerySet[Product], wanted: dict[str, Any]) -> QuerySet[Product]:
    """Narrow a list down to what was asked for."""
    if "status" in wanted:
        products = products.filter(status=wanted["status"])
    if wanted.get("search"):
        words = wanted["search"]
        products = products.filter(Q(name__icontains=words) | Q(description__icontains=words))
    # Rounded here: Django would round a bound to the nearest cent, and find what lies beyond it.
    if "min_price" in wanted:
        products = products.filter(price__gte=wanted["min_price"].quantize(CENT, ROUND_CEILING))
    if "max_price" in wanted:
        products = products.filter(price__lte=wanted["max_price"].quantize(CENT, ROUND_FLOOR))
    return products


def find(products: QuerySet[Product], product_id: UUID, user: Any) -> Product:
    """Give the product, or 404 as if another's draft did not exist."""
    product = products.filter(id=product_id).first()
    if product is None or not (product.status == Status.LIVE or may_change(product, user)):
        raise NotFound
    return product


def find_own(product_id: UUID, user: Any) -> Product:
    """Give the product, locked until the transaction ends, to whoever may change it."""
    product = find(Product.objects.select_for_update(), product_id, user)
    if not may_change(product, user):
        raise PermissionDenied
    return product


def may_change(product: Product, user: Any) -> bool:
    """The owner may, and a superuser."""
    return user.is_superuser or product.owner_id == user.pk
