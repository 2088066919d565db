"""Read and update the current user."""

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api import sessions
from backend.accounts.api.serializers import PasswordChangeSerializer, UserSerializer
from backend.accounts.models import User
from backend.platform.django.hashing_queue import client_of, guessing
from backend.platform.drf.schema import problem_responses
from backend.platform.drf.serializers import valid_body
from backend.platform.security.rate_limit import password_changes


class MeView(APIView):
    """The current user."""

    @extend_schema(
        operation_id="read_me", responses={200: UserSerializer, **problem_responses(401)}
    )
    def get(self, request: Request) -> Response:
        """Return the current user."""
        return Response(UserSerializer(request.user).data)

    @extend_schema(
        operation_id="change_me",
        request=UserSerializer(partial=True),
        responses={200: UserSerializer, **problem_responses(401)},
    )
    def patch(self, request: Request) -> Response:
        """Update the current user."""
        user: User = request.user  # type: ignore[assignment] # guaranteed by IsAuthenticated
        serializer = UserSerializer(user, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        for name, value in serializer.validated_data.items():
            setattr(user, name, value)
        # Save only these fields: others may have changed since the user was loaded.
        user.save(update_fields=[*serializer.validated_data])
        return Response(UserSerializer(user).data)


class PasswordView(APIView):
    """The password of the current user."""

    @extend_schema(
        operation_id="change_password",
        request=PasswordChangeSerializer,
        responses={204: None, **problem_responses(401, 429)},
    )
    def post(self, request: Request) -> Response:
        """Change the password, and end every session of the user."""
        user: User = request.user  # type: ignore[assignment] # guaranteed by IsAuthenticated
        body = valid_body(PasswordChangeSerializer, request, user=user)
        key = str(user.pk)
        with guessing(password_changes, client_of(request), key):
            if not user.check_password(body["current_password"]):
                password_changes.count(key)
                raise ValidationError({"current_password": ["This is not the current password."]})
            old = user.password
            user.set_password(body["new_password"])
        password_changes.forgive(key)
        with transaction.atomic():
            same = User.objects.filter(pk=user.pk, password=old)
            if not same.update(password=user.password):
                # A concurrent change has ended this session.
                raise AuthenticationFailed
            sessions.end_all(user)
        return Response(status=status.HTTP_204_NO_CONTENT)
