"""Which products were asked for."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db.models import Q, QuerySet

from backend.admin.catalog.models import Product
from backend.api.catalog.serializers import MAX_PRICE

CENT = Decimal("0.01")


def filtered(products: QuerySet[Product], wanted: dict[str, Any]) -> QuerySet[Product]:
    """Narrow a list down to what was asked for."""
    if "status" in wanted:
        products = products.filter(status=wanted["status"])
    if wanted.get("search"):
        words = wanted["search"]
        products = products.filter(
            Q(name__lower__contains=words) | Q(description__lower__contains=words)
        )
    lowest, highest = wanted.get("min_price", Decimal(0)), wanted.get("max_price", MAX_PRICE)
    if lowest > MAX_PRICE or highest < 0:
        return products.none()
    # Rounded here: Django would round a bound to the nearest cent, and find what lies beyond it.
    if lowest > 0:
        products = products.filter(price__gte=lowest.quantize(CENT, ROUND_CEILING))
    if highest < MAX_PRICE:
        products = products.filter(price__lte=highest.quantize(CENT, ROUND_FLOOR))
    return products
