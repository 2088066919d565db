"""The forms by which the admin lets users in, makes and changes them, without a user name."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AdminUserCreationForm, AuthenticationForm, UserChangeForm
from django.core.exceptions import ValidationError

from backend.admin.accounts.limits import TooManyAttemptsError
from backend.admin.accounts.models import User

BLOCKED = "too_many_attempts"


class LimitedSignIn(AuthenticationForm):
    """Say on the page that somebody has no attempts left."""

    def clean(self) -> dict[str, Any]:
        """Check the password, if it may still be tried."""
        try:
            return super().clean()
        except TooManyAttemptsError as error:
            message = "Too many attempts. Try again in a minute."
            raise ValidationError(message, BLOCKED) from error


class AdminSignInForm(LimitedSignIn, AdminAuthenticationForm):
    """How staff come in."""


class NewUserForm(AdminUserCreationForm[User]):
    """Ask for an e-mail and a password that passes the validators."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = User
        fields = ("email", "full_name")


class EditUserForm(UserChangeForm[User]):
    """Show everything but the password, which has a page of its own."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = User
        fields = "__all__"
