"""Sign-in for the admin and the API, with a rate limit: the backend and the forms."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from backend.accounts.models import User
from backend.platform.django.hashing_queue import client_of, guessing
from backend.platform.security.rate_limit import TooManyAttemptsError, sign_ins

BLOCKED = "too_many_attempts"


class SlowGuessingBackend(ModelBackend):
    """Django's model backend with a rate limit on failures and a limit on concurrent hashing."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the user, or None if the credentials are wrong.

        After four failures within a minute every password is refused, the correct one too; after
        twenty for all accounts together, the client is refused.
        """
        # The key has the client's address, so that a user cannot be locked out from elsewhere.
        client = client_of(request)
        key = client, username or ""
        with guessing(sign_ins, client, *key):
            user = super().authenticate(request, username, password, **kwargs)
            if not isinstance(user, User):
                sign_ins.count(*key)
                return None
        sign_ins.forgive(*key)
        return user


class LimitedSignIn(AuthenticationForm):
    """A sign-in form that shows the rate limit as a form error."""

    def clean(self) -> dict[str, Any]:
        """Check the password, or report that the rate limit is exceeded."""
        try:
            return super().clean()
        except TooManyAttemptsError as error:
            message = "Too many attempts. Try again in a minute."
            raise ValidationError(message, BLOCKED) from error


class AdminSignInForm(LimitedSignIn, AdminAuthenticationForm):
    """The sign-in form of the admin."""
