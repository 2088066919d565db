"""Create users and find them by e-mail address, ignoring case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from backend.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """The manager methods that Django's commands and sign-in need, by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Save a user. Without a password the user cannot sign in."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """Save a user with access to the admin and every permission."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this e-mail address; `lower(email)` uses the unique index."""
        return self.alias(lower_email=Lower("email")).get(lower_email=(username or "").lower())
