"""Filters of the list of products."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db.models import Q, QuerySet

from backend.catalog.api.serializers import MAX_PRICE
from backend.catalog.models import Product

CENT = Decimal("0.01")


def filtered(products: QuerySet[Product], query: dict[str, Any]) -> QuerySet[Product]:
    """Return the products that match the query parameters."""
    if "status" in query:
        products = products.filter(status=query["status"])
    if query.get("search"):
        term = query["search"]
        products = products.filter(
            Q(name__lower__contains=term) | Q(description__lower__contains=term)
        )
    lowest, highest = query.get("min_price", Decimal(0)), query.get("max_price", MAX_PRICE)
    if lowest > MAX_PRICE or highest < 0:
        return products.none()
    # Round inwards: Django rounds to the nearest cent, which could match prices out of range.
    if lowest > 0:
        products = products.filter(price__gte=lowest.quantize(CENT, ROUND_CEILING))
    if highest < MAX_PRICE:
        products = products.filter(price__lte=highest.quantize(CENT, ROUND_FLOOR))
    return products
