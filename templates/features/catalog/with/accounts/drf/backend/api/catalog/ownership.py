"""Whose a product is, and what that means for everybody else."""

from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from rest_framework.exceptions import NotFound, PermissionDenied

from backend.admin.accounts.models import User
from backend.admin.catalog.models import Product, Status

Viewer = AbstractBaseUser | AnonymousUser  # what a request knows of who asks


def visible_to(user: Viewer) -> Q:
    """Live products are for everybody, a draft for its owner."""
    live = Q(status=Status.LIVE)
    return live | Q(owner=user) if isinstance(user, User) else live


def find(products: QuerySet[Product], product_id: UUID, user: Viewer) -> Product:
    """Give the product, or 404 as if another's draft did not exist."""
    product = products.filter(id=product_id).first()
    if product is None or not (product.status == Status.LIVE or may_change(product, user)):
        raise NotFound
    return product


def find_own(product_id: UUID, user: Viewer) -> Product:
    """Give the product, locked until the transaction ends, to whoever may change it."""
    product = find(Product.objects.select_for_update(), product_id, user)
    if not may_change(product, user):
        raise PermissionDenied
    return product


def may_change(product: Product, user: Viewer) -> bool:
    """The owner may, and a superuser."""
    return isinstance(user, User) and (user.is_superuser or product.owner_id == user.pk)
