"""Register, sign in, refresh tokens, sign out; the OpenAPI scheme of the tokens."""

from typing import Any

from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.api import sessions
from backend.accounts.api.serializers import (
    RefreshSerializer,
    RegisterSerializer,
    SignInSerializer,
    TokenPairSerializer,
    UserSerializer,
)
from backend.accounts.models import User
from backend.platform.django.hashing_queue import client_of, hashing_slot
from backend.platform.drf.exceptions import Conflict
from backend.platform.drf.schema import problem_responses
from backend.platform.drf.serializers import valid_body
from backend.platform.drf.views import PublicView
from backend.platform.security.rate_limit import registrations


class RegisterView(PublicView):
    """Registration."""

    @extend_schema(
        operation_id="register",
        request=RegisterSerializer,
        responses={201: UserSerializer, **problem_responses(409, 429)},
    )
    def post(self, request: Request) -> Response:
        """Create a user."""
        client = client_of(request)
        registrations.spend(client)
        user = User(**valid_body(RegisterSerializer, request))
        with hashing_slot(client):
            user.set_password(user.password)
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError as error:  # also from a concurrent registration
            raise Conflict("This e-mail address is taken.") from error
        return Response(UserSerializer(user).data, status.HTTP_201_CREATED)


class TokenView(PublicView):
    """Sign-in with the OAuth2 password flow."""

    parser_classes = (FormParser,)

    @extend_schema(
        operation_id="sign_in",
        request=SignInSerializer,
        responses={200: TokenPairSerializer, **problem_responses(401, 429)},
    )
    def post(self, request: Request) -> Response:
        """Exchange e-mail and password for tokens; a wrong e-mail or password gets the same 401."""
        user = authenticate(request, **valid_body(SignInSerializer, request))
        if not isinstance(user, User):
            raise AuthenticationFailed("Wrong e-mail address or password.")
        return Response(sessions.begin(user))


class RefreshView(PublicView):
    """Token refresh."""

    @extend_schema(
        operation_id="refresh",
        request=RefreshSerializer,
        responses={200: TokenPairSerializer, **problem_responses(401)},
    )
    def post(self, request: Request) -> Response:
        """Exchange a refresh token for a new pair of tokens."""
        pair = sessions.rotate(valid_body(RefreshSerializer, request)["refresh_token"])
        if pair is None:
            raise AuthenticationFailed("This refresh token is not valid.")
        return Response(pair)


class LogoutView(PublicView):
    """Sign-out."""

    @extend_schema(operation_id="logout", request=RefreshSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """End the session of a refresh token; an invalid token gets 204 too."""
        sessions.end(valid_body(RefreshSerializer, request)["refresh_token"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth2's password flow."""

    target_class = "backend.accounts.api.authentication.TokenAuthentication"
    name = "OAuth2PasswordBearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the OAuth2 scheme with the token and refresh URLs."""
        urls = {"tokenUrl": "/api/v1/auth/token", "refreshUrl": "/api/v1/auth/refresh"}
        return {"type": "oauth2", "flows": {"password": {**urls, "scopes": {}}}}
