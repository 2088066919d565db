"""Permission classes in addition to those of DRF."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.views import APIView


class SignedInToWrite(IsAuthenticatedOrReadOnly):
    """Allow anyone to read and signed-in users to write; unknown methods pass through to 405."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the request is permitted."""
        return request.method not in view.allowed_methods or super().has_permission(request, view)


class OwnerToWrite(SignedInToWrite):
    """Allow anyone to read, and only the owner of a row or a superuser to change it."""

    def has_object_permission(self, request: Request, view: APIView, obj: Any) -> bool:
        """Return whether the row may be read or changed."""
        user = request.user
        is_superuser = getattr(user, "is_superuser", False)
        return request.method in SAFE_METHODS or is_superuser or obj.owner_id == user.pk
