"""Which products were asked for."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db.models import Q, QuerySet

from backend.admin.catalog.models import Product

CENT = Decimal("0.01")


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
