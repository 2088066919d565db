"""The admin's forms to sign in, create users and change users, by e-mail address."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AdminUserCreationForm, AuthenticationForm, UserChangeForm
from django.core.exceptions import ValidationError

from backend.accounts.models import User
from backend.platform.security.rate_limit import TooManyAttemptsError

BLOCKED = "too_many_attempts"


class LimitedSignIn(AuthenticationForm):
    """A sign-in form that shows the rate limit as a form error."""

    def clean(self) -> dict[str, Any]:
        """Check the password, or report that the rate limit is exceeded."""
        try:
            return super().clean()
        except TooManyAttemptsError as error:
            message = "Too many attempts. Try again in a minute."
            raise ValidationError(message, BLOCKED) from error


class AdminSignInForm(LimitedSignIn, AdminAuthenticationForm):
    """The sign-in form of the admin."""


class NewUserForm(AdminUserCreationForm[User]):
    """Create a user from an e-mail address and a password that passes the validators."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = User
        fields = ("email", "full_name")


class EditUserForm(UserChangeForm[User]):
    """Edit every field except the password, which has a separate page."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = User
        fields = "__all__"
