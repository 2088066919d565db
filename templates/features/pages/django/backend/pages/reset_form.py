"""The form that asks for a new password: its mail is sent after the response."""

from collections.abc import Iterator
from contextvars import copy_context
from functools import partial
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.contrib.auth.forms import PasswordResetForm
from django.db import connection
from django.forms import EmailField, EmailInput

from backend.platform.security.rate_limit import TooManyAttemptsError, reset_mails
from backend.settings import get_settings

MAIL_DELAY = 0.5  # seconds

log = structlog.get_logger(__name__)


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
