"""Register, sign in, refresh tokens, sign out."""

from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.parsers import FormParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

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
from backend.platform.security.rate_limit import registrations


class RegisterView(APIView):
    """Registration."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="register",
        request=RegisterSerializer,
        responses={201: UserSerializer, **problem_responses(409, 429)},
    )
    def post(self, request: Request) -> Response:
        """Create a user."""
        client = client_of(request)
        registrations.spend(client)
        serializer = RegisterSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = User(**serializer.validated_data)
        with hashing_slot(client):
            user.set_password(user.password)
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError as error:  # also from a concurrent registration
            raise Conflict("This e-mail address is taken.") from error
        return Response(UserSerializer(user).data, status.HTTP_201_CREATED)


class TokenView(APIView):
    """Sign-in with the OAuth2 password flow."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (FormParser,)

    @extend_schema(
        operation_id="sign_in",
        request=SignInSerializer,
        responses={200: TokenPairSerializer, **problem_responses(401, 429)},
    )
    def post(self, request: Request) -> Response:
        """Exchange e-mail and password for tokens; a wrong e-mail or password gets the same 401."""
        serializer = SignInSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        email, password = (
            serializer.validated_data["username"],
            serializer.validated_data["password"],
        )
        user = authenticate(request, username=email, password=password)
        if not isinstance(user, User):
            raise AuthenticationFailed("Wrong e-mail address or password.")
        return Response(sessions.begin(user))


class RefreshView(APIView):
    """Token refresh."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="refresh",
        request=RefreshSerializer,
        responses={200: TokenPairSerializer, **problem_responses(401)},
    )
    def post(self, request: Request) -> Response:
        """Exchange a refresh token for a new pair of tokens."""
        serializer = RefreshSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        pair = sessions.rotate(serializer.validated_data["refresh_token"])
        if pair is None:
            raise AuthenticationFailed("This refresh token is not valid.")
        return Response(pair)


class LogoutView(APIView):
    """Sign-out."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="logout", request=RefreshSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """End the session of a refresh token; an invalid token gets 204 too."""
        serializer = RefreshSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sessions.end(serializer.validated_data["refresh_token"])
        return Response(status=status.HTTP_204_NO_CONTENT)
