"""Permission classes in addition to those of DRF."""

from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.views import APIView


class SignedInToWrite(IsAuthenticatedOrReadOnly):
    """Allow anyone to read and signed-in users to write; unknown methods pass through to 405."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the request is permitted."""
        return request.method not in view.allowed_methods or super().has_permission(request, view)
