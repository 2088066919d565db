"""App configuration: the label keeps the table names `accounts_*` if the package moves."""

from django.apps import AppConfig
from django.contrib import admin


class AccountsConfig(AppConfig):
    """Users and their refresh tokens."""

    name = "backend.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Rate-limit the sign-in form of the admin, and register what this project adds there."""
        from backend.accounts.forms import AdminSignInForm  # noqa: PLC0415 - after the models

        admin.site.login_form = AdminSignInForm
        admin.site.site_url = None  # no link to a site; server-rendered pages set one
