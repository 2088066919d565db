"""Name the app, so that its tables are `accounts_*` wherever the package lives."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and their refresh tokens."""

    name = "backend.admin.accounts"
    label = "accounts"
    verbose_name = "Accounts"
