"""The forms of the account pages."""

from collections.abc import Iterator
from contextvars import copy_context
from functools import partial
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.contrib.auth.forms import BaseUserCreationForm, PasswordResetForm, UsernameField
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.functions import Lower
from django.forms import EmailField, EmailInput, TextInput

from backend.accounts.backends import LimitedSignIn
from backend.accounts.models import User
from backend.platform.security.rate_limit import TooManyAttemptsError, reset_mails
from backend.settings import get_settings

TAKEN = "A user with this e-mail address already exists."
MAIL_DELAY = 0.5  # seconds

log = structlog.get_logger(__name__)


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

    def get_users(self, email: str) -> Iterator[Any]:
        """Yield the user, unless the account got three mails within an hour."""
        for user in super().get_users(email):
            try:
                reset_mails.spend(str(user.pk))
            except TooManyAttemptsError:
                log.info("too_many_reset_mails", user=str(user.pk))
            else:
                yield user

    def save(self, *args: Any, **options: Any) -> None:
        """Send the mail after the response, so that response times do not reveal accounts."""
        site = urlsplit(get_settings().site_url)
        if site.netloc:
            options["extra_email_context"] = {"protocol": site.scheme, "domain": site.netloc}
        # Copy the context, so that the thread logs the request id.
        send = partial(copy_context().run, self._find_user_and_send, *args, **options)
        Timer(MAIL_DELAY, send).start()

    def _find_user_and_send(self, *args: Any, **options: Any) -> None:
        """Run Django's implementation, then release the database connection of the thread."""
        try:
            super().save(*args, **options)
        finally:
            connection.close()
