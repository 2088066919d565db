"""Name the app, so that its tables are `accounts_*` wherever the package lives."""

from django.apps import AppConfig
from django.contrib import admin


class AccountsConfig(AppConfig):
    """Users and their refresh tokens."""

    name = "backend.admin.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Make guessing slow in the admin as well."""
        from backend.admin.accounts.forms import AdminSignInForm  # noqa: PLC0415 - after the models

        admin.site.login_form = AdminSignInForm
