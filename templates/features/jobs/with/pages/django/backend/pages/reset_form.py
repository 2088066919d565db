"""The form that asks for a new password: a job sends its mail."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.forms import PasswordResetForm
from django.forms import EmailField, EmailInput
from django.http import HttpRequest

from backend.jobs.django_queue import enqueue
from backend.settings import get_settings


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
