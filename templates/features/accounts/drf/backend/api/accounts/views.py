"""Sign up, sign in, stay signed in."""

from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.admin.accounts.hashing_queue import hashing_slot
from backend.admin.accounts.models import User
from backend.api.accounts import sessions
from backend.api.accounts.serializers import (
    RefreshSerializer,
    RegisterSerializer,
    SignInSerializer,
    TokenPairSerializer,
    UserSerializer,
)
from backend.api.exceptions import Conflict
from backend.api.schema import refusals
from backend.api.throttling import RegisterThrottle


class RegisterView(APIView):
    """Where somebody new comes in."""

    authentication_classes = ()
    throttle_classes = (RegisterThrottle,)

    @extend_schema(
        operation_id="register",
        request=RegisterSerializer,
        responses={201: UserSerializer, **refusals(409, 429)},
    )
    def post(self, request: Request) -> Response:
        """Create a user; the database decides whether the e-mail is free, also for two at once."""
        serializer = RegisterSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = User(**serializer.validated_data)
        with hashing_slot():
            user.set_password(user.password)
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict("This e-mail address is taken.") from error
        return Response(UserSerializer(user).data, status.HTTP_201_CREATED)


class TokenView(APIView):
    """Sign-in by OAuth2's password flow."""

    authentication_classes = ()
    parser_classes = (FormParser,)

    @extend_schema(
        operation_id="sign_in",
        request=SignInSerializer,
        responses={200: TokenPairSerializer, **refusals(401, 429)},
    )
    def post(self, request: Request) -> Response:
        """Give a pair of tokens for the right password."""
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
    """Where an old refresh token becomes a new pair."""

    authentication_classes = ()

    @extend_schema(
        operation_id="refresh",
        request=RefreshSerializer,
        responses={200: TokenPairSerializer, **refusals(401)},
    )
    def post(self, request: Request) -> Response:
        """Exchange a refresh token, once."""
        serializer = RefreshSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        pair = sessions.rotate(serializer.validated_data["refresh_token"])
        if pair is None:
            raise AuthenticationFailed("This refresh token is not valid.")
        return Response(pair)


class LogoutView(APIView):
    """Where a session ends."""

    authentication_classes = ()

    @extend_schema(operation_id="logout", request=RefreshSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Revoke the token's whole family; what was no token is as good as revoked."""
        serializer = RefreshSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sessions.end(serializer.validated_data["refresh_token"])
        return Response(status=status.HTTP_204_NO_CONTENT)
