"""Bearer tokens: authentication, permission classes, and no caching of private responses."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, IsAuthenticatedOrReadOnly
from rest_framework.request import Request

from backend.accounts.api.sessions import token_format
from backend.accounts.models import User
from backend.platform.security.tokens import TokenKind

SCHEME = "Bearer"
PRIVATE = ("/api/v1/auth/", "/api/v1/users/me")


class TokenAuthentication(BaseAuthentication):
    """Bearer token authentication; an invalid token is a 401 on public endpoints too."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        """Return user and token, or None without a token. Raise AuthenticationFailed if invalid."""
        header = get_authorization_header(request)
        if not header:
            return None
        scheme, _, token = header.partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            raise AuthenticationFailed
        claims = token_format.read(TokenKind.ACCESS, token.decode(errors="replace"))
        if claims is None:
            raise AuthenticationFailed
        user = User.objects.filter(pk=claims.user_id, is_active=True).first()
        if user is None or token_format.fingerprint(user.password) != claims.password_fingerprint:
            raise AuthenticationFailed
        return user, token.decode()

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge, without which DRF would return 403 instead of 401."""
        return SCHEME


class SignedInToWrite(IsAuthenticatedOrReadOnly):
    """Allow anyone to read and signed-in users to write; unknown methods pass through to 405."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Return whether the request is permitted."""
        return request.method not in view.allowed_methods or super().has_permission(request, view)


class OwnerToWrite(SignedInToWrite):
    """Allow anyone to read, and only the owner of a row or a superuser to change it."""

    def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
        """Return whether the row may be read or changed."""
        user = request.user
        is_superuser = getattr(user, "is_superuser", False)
        return request.method in SAFE_METHODS or is_superuser or obj.owner_id == user.pk


class NoStoreMiddleware:
    """Add `Cache-Control: no-store` to every response below the private paths, also to errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and add the header to its response."""
        response = self._get_response(request)
        if request.path.startswith(PRIVATE):
            response["Cache-Control"] = "no-store"
        return response
