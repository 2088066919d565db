"""The password rules: Django's own, a maximum length, and no repeated character."""

import re
from typing import Any

from django.core.exceptions import ValidationError

LONGEST = 128  # hashing a very long password would cost the server, not the attacker
ONE_CHARACTER = r"^(.)\1*$"

DJANGO = "django.contrib.auth.password_validation"
PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{DJANGO}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": f"{DJANGO}.MinimumLengthValidator"},
    {"NAME": f"{DJANGO}.NumericPasswordValidator"},
    {"NAME": "backend.accounts.validators.GuessableValidator"},
    {"NAME": f"{DJANGO}.CommonPasswordValidator"},
]


class GuessableValidator:
    """Reject overlong passwords and repeated characters in the admin, pages, commands and API."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError if the password is too long or one repeated character."""
        if len(password) > LONGEST:
            raise ValidationError(f"This password is longer than {LONGEST} characters.")
        if re.search(ONE_CHARACTER, password, re.DOTALL):
            raise ValidationError("This password is too easy to guess.")

    def get_help_text(self) -> str:
        """Return the rule as shown next to the password field."""
        return f"Your password must have at most {LONGEST} characters, and not all the same."
