"""Which passwords are refused beside the short and the common ones."""

import re

from django.core.exceptions import ValidationError

LONGEST = 128  # a hash of megabytes costs the server, not the guesser
ONE_CHARACTER = r"^(.)\1*$"


class GuessableValidator:
    """The same rules for the admin, the pages, the command line and the API."""

    def validate(self, password: str, user: object = None) -> None:
        """Say what is wrong."""
        if len(password) > LONGEST:
            raise ValidationError(f"This password is longer than {LONGEST} characters.")
        if re.search(ONE_CHARACTER, password, re.DOTALL):
            raise ValidationError("This password is too easy to guess.")

    def get_help_text(self) -> str:
        """Say so before anybody types."""
        return f"Your password must have at most {LONGEST} characters, and not all the same."
