"""Authentication backend for the admin, the API and the pages."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from backend.accounts.models import User
from backend.platform.django.guessing import address_of, failed_sign_ins, guessing


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

        After four failures within a minute every password is refused, the correct one too.
        """
        # The key has the client's address, so that a user cannot be locked out from elsewhere.
        key = f"{address_of(request) if request else ''} {(username or '').lower()}"
        with guessing(failed_sign_ins, key):
            user = super().authenticate(request, username, password, **kwargs)
            if not isinstance(user, User):
                failed_sign_ins.count(key)
                return None
        failed_sign_ins.forgive(key)
        return user
