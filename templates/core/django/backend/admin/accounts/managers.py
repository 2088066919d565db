"""Make users and find them by e-mail, whatever its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import BaseUserManager
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from backend.admin.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """What `createsuperuser` and the sign-in form ask for, by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Store a user who can sign in with `password`, or not at all without one."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """Store a user who may do everything."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by the expression that the unique index is built on, so that the index is used."""
        return self.alias(lower_email=Lower("email")).get(lower_email=(username or "").lower())
