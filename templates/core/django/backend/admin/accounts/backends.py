"""How a password is checked, whoever asks: the admin, the API or a page."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from backend.admin.accounts.limits import address_of, failed_sign_ins, guessing
from backend.admin.accounts.models import User


class SlowGuessingBackend(ModelBackend):
    """Django's own, with few attempts a minute and few at once."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Refuse after a few failures, the right password too."""
        # By address and e-mail, so that nobody can lock out somebody else.
        key = f"{address_of(request) if request else ''} {(username or '').lower()}"
        with guessing(failed_sign_ins, key):
            user = super().authenticate(request, username, password, **kwargs)
            if not isinstance(user, User):
                failed_sign_ins.count(key)
                return None
        failed_sign_ins.forgive(key)
        return user
