"""The forms of the account pages."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.forms import BaseUserCreationForm, PasswordResetForm, UsernameField
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.forms import EmailField, EmailInput, TextInput
from django.http import HttpRequest

from backend.accounts.backends import LimitedSignIn
from backend.accounts.models import User
from backend.jobs.django_queue import enqueue
from backend.settings import get_settings

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


class ResetForm(PasswordResetForm):
    """Password reset: the address to send the link to."""

    email = EmailField(
        label="E-mail address",
        max_length=254,
        widget=EmailInput({"autocomplete": "email", "autofocus": True}),
    )

    def save(self, *args: Any, **options: Any) -> None:
        """Let a job find the user and send the mail: response times do not reveal accounts."""
        request: HttpRequest = options["request"]
        site = urlsplit(get_settings().site_url)
        arguments = {
            "email": self.cleaned_data["email"],
            "protocol": site.scheme or request.scheme,
            "domain": site.netloc or request.get_host(),
        }
        enqueue("reset_mail", arguments, {})
