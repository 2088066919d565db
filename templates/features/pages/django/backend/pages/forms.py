"""The forms of sign-up and sign-in."""

from typing import Any

from django.contrib.auth.forms import BaseUserCreationForm, UsernameField
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.forms import EmailInput, TextInput

from backend.accounts.backends import LimitedSignIn
from backend.accounts.models import User

TAKEN = "A user with this e-mail address already exists."


class SignUpForm(BaseUserCreationForm[User]):
    """Registration: e-mail address, name and password."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = User
        fields = ("email", "full_name")
        labels = {"email": "E-mail address", "full_name": "Name (optional)"}
        widgets = {
            "email": EmailInput({"autocomplete": "username"}),
            "full_name": TextInput({"autocomplete": "name"}),
        }

    def clean_email(self) -> str:
        """Check that the address is free, so that the error is shown at its field."""
        email: str = self.cleaned_data["email"]
        users = User.objects.alias(lower_email=Lower("email"))
        if users.filter(lower_email=email.lower()).exists():
            raise ValidationError(TAKEN)
        return email


class SignInForm(LimitedSignIn):
    """Sign-in with e-mail address and password."""

    username = UsernameField(label="E-mail address", widget=EmailInput(attrs={"autofocus": True}))
    error_messages: Any = {
        "invalid_login": "Wrong e-mail address or password.",
        "inactive": "This account is not active.",
    }
