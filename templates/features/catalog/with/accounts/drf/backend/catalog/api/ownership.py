"""Permissions on products: visibility and ownership."""

from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from rest_framework.exceptions import NotFound, PermissionDenied

from backend.accounts.models import User
from backend.catalog.models import Product, Status

Viewer = AbstractBaseUser | AnonymousUser  # the type of `request.user`


def visible_to(user: Viewer) -> Q:
    """Return the condition for visible products: live ones and own drafts; a superuser sees all."""
    live = Q(status=Status.LIVE)
    if not isinstance(user, User):
        return live
    return Q() if user.is_superuser else live | Q(owner=user)


def find(products: QuerySet[Product], product_id: UUID, user: Viewer) -> Product:
    """Return a product. Raise NotFound, also for a draft of another user."""
    product = products.filter(id=product_id).first()
    if product is None or not (product.status == Status.LIVE or may_change(product, user)):
        raise NotFound
    return product


def find_own(product_id: UUID, user: Viewer) -> Product:
    """Return a product with its row locked. Raise PermissionDenied if `user` may not change it."""
    product = find(Product.objects.select_for_update(), product_id, user)
    if not may_change(product, user):
        raise PermissionDenied
    return product


def may_change(product: Product, user: Viewer) -> bool:
    """Return whether `user` is the owner or a superuser."""
    return isinstance(user, User) and (user.is_superuser or product.owner_id == user.pk)
