"""The forms of the accounts' pages."""

from contextvars import copy_context
from functools import partial
from threading import Timer
from typing import Any

from django.contrib.auth.forms import BaseUserCreationForm, PasswordResetForm, UsernameField
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.functions import Lower
from django.forms import EmailField, EmailInput, TextInput

from backend.admin.accounts.forms import LimitedSignIn
from backend.admin.accounts.models import User

TAKEN = "A user with this e-mail address exists already."
A_MOMENT = 0.5


class SignUpForm(BaseUserCreationForm[User]):
    """What somebody new says about themselves."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = User
        fields = ("email", "full_name")
        labels = {"email": "E-mail address", "full_name": "Name (optional)"}
        widgets = {
            "email": EmailInput({"autocomplete": "username"}),
            "full_name": TextInput({"autocomplete": "name"}),
        }

    def clean_email(self) -> str:
        """Tie the refusal to its field, where the constraint could not."""
        email: str = self.cleaned_data["email"]
        known = User.objects.alias(lower_email=Lower("email"))
        if known.filter(lower_email=email.lower()).exists():
            raise ValidationError(TAKEN)
        return email


class SignInForm(LimitedSignIn):
    """E-mail and password."""

    username = UsernameField(label="E-mail address", widget=EmailInput(attrs={"autofocus": True}))
    error_messages: Any = {
        "invalid_login": "Wrong e-mail address or password.",
        "inactive": "This account is not active.",
    }


class ResetForm(PasswordResetForm):
    """Where the link is to be sent."""

    email = EmailField(
        label="E-mail address",
        max_length=254,
        widget=EmailInput({"autocomplete": "email", "autofocus": True}),
    )

    def save(self, *args: Any, **options: Any) -> None:
        """Answer first: the time of looking and sending would tell who has an account."""
        # It logs under this request's id.
        later = partial(copy_context().run, self._look_and_send, *args, **options)
        Timer(A_MOMENT, later).start()

    def _look_and_send(self, *args: Any, **options: Any) -> None:
        """Do what Django does, and keep no connection to the database."""
        try:
            super().save(*args, **options)
        finally:
            connection.close()
