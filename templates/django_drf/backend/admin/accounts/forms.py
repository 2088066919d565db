"""The forms by which the admin makes and changes users, without a user name."""

from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from backend.admin.accounts.models import User


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
