"""Create a superuser: like `createsuperuser`, but the password is always validated."""

import getpass
import os
from argparse import ArgumentParser

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from backend.accounts.models import User


class Command(BaseCommand):
    """Create a superuser with the password of ADMIN_PASSWORD, or prompt for one."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the argument `email`."""
        parser.add_argument("email")

    def handle(self, *_: object, email: str, **__: object) -> None:
        """Validate and save the superuser. Raise CommandError if the input is not valid."""
        password = os.environ.get("ADMIN_PASSWORD") or getpass.getpass()
        user = User(email=email, is_staff=True, is_superuser=True)
        try:
            validate_password(password, user)
            user.set_password(password)
            user.full_clean()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        user.save()
