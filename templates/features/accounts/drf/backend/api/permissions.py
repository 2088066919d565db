"""Who may do what, beyond what DRF brings along."""

from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.views import APIView


class SignedInToWrite(IsAuthenticatedOrReadOnly):
    """Everybody may read; a method that nobody may use is let through to its 405."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask for a sign-in only where one would help."""
        return request.method not in view.allowed_methods or super().has_permission(request, view)
