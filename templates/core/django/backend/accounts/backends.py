"""Authentication backend for the admin, the API and the pages."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from backend.accounts.guessing import client_of, guessing
from backend.accounts.models import User
from backend.platform.security.rate_limit import sign_ins


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
