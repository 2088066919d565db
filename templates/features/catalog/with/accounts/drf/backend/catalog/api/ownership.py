"""Visibility of products: drafts are private."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q

from backend.accounts.models import User
from backend.catalog.models import Status


def visible_to(user: AbstractBaseUser | AnonymousUser) -> Q:
    """Return the condition for visible products: live ones and own drafts; a superuser sees all."""
    live = Q(status=Status.LIVE)
    if not isinstance(user, User):
        return live
    return Q() if user.is_superuser else live | Q(owner=user)
