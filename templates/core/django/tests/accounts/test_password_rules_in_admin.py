"""Forms and commands reject a numeric password and one that resembles the user."""

import pytest
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.management import CommandError, call_command
from django.forms import modelform_factory

from backend.accounts.models import User

EMAIL = "ada.lovelace@example.com"
GUESSABLE = ["98989898", "ada.lovelace"]


@pytest.mark.parametrize("password", GUESSABLE)
def test_a_guessable_password_is_rejected(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    form = modelform_factory(User, AdminUserCreationForm, fields=("email", "full_name"))(
        {
            "email": EMAIL,
            "full_name": "",
            "usable_password": "true",  # pragma: allowlist secret
            "password1": password,
            "password2": password,
        }
    )
    assert [*form.errors] == ["password2"]
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("create_admin", EMAIL)
    assert not User.objects.exists()
