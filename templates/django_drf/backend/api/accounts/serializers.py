"""Accounts as JSON, in and out."""

import re
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import serializers

from backend.admin.accounts.models import User
from backend.api.serializers import (
    StrictCharField,
    StrictModelSerializer,
    StrictSerializer,
)

ONE_CHARACTER = r"^(.)\1*$"
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = rf"^{ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[A-Za-z]{{2,63}}$"


class UserSerializer(StrictModelSerializer):
    """A user, as they see themselves; their name is all they can change here."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = User
        fields = ("id", "email", "full_name", "created_at")
        read_only_fields = ("id", "email", "created_at")


class NewPasswordField(StrictCharField):
    """A password that passes the project's validators. Its spaces are kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_length=8, max_length=128, trim_whitespace=False, write_only=True, **options
        )
        self.validators.append(self._validate)

    @property
    def request_schema(self) -> dict[str, Any]:
        """Say what can be said of a guessable password; the list of common ones is too long."""
        return {**super().request_schema, "not": {"pattern": ONE_CHARACTER}}

    @staticmethod
    def _validate(password: str) -> None:
        if re.search(ONE_CHARACTER, password):
            raise serializers.ValidationError("This password is too easy to guess.")
        try:
            validate_password(password)
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages) from error


class AddressField(serializers.EmailField):
    """An e-mail address, described as narrowly as it is checked."""

    request_schema = {"pattern": ADDRESS}


class RegisterSerializer(StrictSerializer):
    """What somebody new says about themselves."""

    email = AddressField(max_length=254)
    password = NewPasswordField()
    full_name = StrictCharField(max_length=150, allow_blank=True, default="")


class PasswordChangeSerializer(StrictSerializer):
    """The old password proves that it is still the same person."""

    current_password = StrictCharField(allow_blank=True, trim_whitespace=False)
    new_password = NewPasswordField()


class SignInSerializer(serializers.Serializer[Any]):
    """The form of OAuth2's password flow."""

    username = StrictCharField(allow_blank=True, trim_whitespace=False, max_length=254)
    password = StrictCharField(allow_blank=True, trim_whitespace=False)


class RefreshSerializer(StrictSerializer):
    """A refresh token to exchange or to give back."""

    refresh_token = StrictCharField(allow_blank=True, trim_whitespace=False)


class TokenPairSerializer(serializers.Serializer[Any]):
    """A new pair of tokens."""

    access_token = serializers.CharField()
    refresh_token = serializers.CharField()
    token_type = serializers.CharField(default="bearer")
    expires_in = serializers.IntegerField()
