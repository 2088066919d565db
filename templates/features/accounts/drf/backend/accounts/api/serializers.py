"""Request and response bodies for users and tokens."""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers

from backend.accounts.models import User
from backend.accounts.validators import LONGEST
from backend.platform.drf.fields import StrictCharField
from backend.platform.drf.serializers import StrictModelSerializer, StrictSerializer
from backend.platform.security.credentials import ADDRESS


class UserSerializer(StrictModelSerializer):
    """The current user; only the name can be changed."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = User
        fields = ("id", "email", "full_name", "created_at")
        read_only_fields = ("id", "email", "created_at")


class NewPasswordField(StrictCharField):
    """A password that the project's validators accept; spaces are not trimmed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_length=8, max_length=LONGEST, trim_whitespace=False, write_only=True, **options
        )
        self.validators.append(_validate)

    @property
    def request_schema(self) -> dict[str, Any]:
        """Return the rules for the OpenAPI schema, without the long list of common passwords."""
        return {
            **super().request_schema,
            "description": "Not common, not only digits, unlike the e-mail address and the name",
            "not": {"pattern": r"^(?:(.)\1*|[0-9]+)$"},
        }


def _validate(password: str, user: User | None = None, field: str = "") -> None:
    """Raise the errors of a password; with a user also that it resembles the address or name."""
    try:
        validate_password(password, user)
    except DjangoValidationError as error:
        raise serializers.ValidationError(
            {field: error.messages} if field else error.messages
        ) from error


class AddressField(serializers.RegexField):
    """An e-mail address, stored in lower case."""

    request_schema = {"pattern": ADDRESS}

    def __init__(self) -> None:
        super().__init__(ADDRESS, max_length=254)

    def run_validation(self, data: Any = serializers.empty) -> str:
        """Validate the address, which must be ASCII, and return it in lower case."""
        return str(super().run_validation(data)).lower()


class RegisterSerializer(StrictSerializer):
    """The registration of a user."""

    email = AddressField()
    password = NewPasswordField()
    full_name = StrictCharField(max_length=150, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Reject a password that resembles the address or the name."""
        user = User(email=attrs["email"], full_name=attrs["full_name"])
        _validate(attrs["password"], user, "password")
        return attrs


class PasswordChangeSerializer(StrictSerializer):
    """A new password, and the current one as proof of identity."""

    current_password = StrictCharField(allow_blank=True, trim_whitespace=False)
    new_password = NewPasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Reject a new password that resembles the address or the name of the user."""
        _validate(attrs["new_password"], self.context["user"], "new_password")
        return attrs


class SignInSerializer(serializers.Serializer[Any]):
    """The form of the OAuth2 password flow."""

    username = StrictCharField(allow_blank=True, trim_whitespace=False, max_length=254)
    password = StrictCharField(allow_blank=True, trim_whitespace=False)


class RefreshSerializer(StrictSerializer):
    """A refresh token to exchange or to revoke."""

    refresh_token = StrictCharField(allow_blank=True, trim_whitespace=False)


class TokenPairSerializer(serializers.Serializer[Any]):
    """An access token and a refresh token."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    token_type = serializers.CharField(default="bearer")
    expires_in = serializers.IntegerField()
