"""Users in the admin site, and the `create-admin` command."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from backend.accounts.models import User
from tests.support.django_setup import PASSPHRASE

ANOTHER = "velvet anchor 77"
ADD = "/admin/accounts/user/add/"


def new_user(email: str, password: str = PASSPHRASE) -> dict[str, str]:
    """Return the form of a new user."""
    usable = {"usable_password": "true"}  # pragma: allowlist secret
    return usable | {"email": email, "password1": password, "password2": password}


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("boss@example.com", "password"),
        ("boss@example.com", "z" * 14),
        ("boss@example.com", "98989898"),
        ("ada.lovelace@example.com", "ada.lovelace"),
        ("boss@host", PASSPHRASE),
    ],
)
def test_a_weak_password_or_an_invalid_address_is_rejected(
    staff: Client, monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("create_admin", email)
    assert staff.post(ADD, new_user(email, password)).status_code == 200
    assert User.objects.count() == 1


def test_the_admin_sign_in_is_rate_limited(staff: Client) -> None:
    staff.logout()
    login = "/admin/login/"
    correct = {"username": "boss@example.com", "password": PASSPHRASE}
    wrong = correct | {"password": ANOTHER}
    pages = [staff.post(login, wrong).content for _ in range(4)]
    assert all(b"for a staff account" in page for page in pages)
    assert b"Too many attempts" in staff.post(login, correct).content
    assert staff.post(login, correct, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_an_email_address_is_unique_ignoring_case(staff: Client) -> None:
    assert staff.post(ADD, new_user("ada@example.com")).status_code == 302
    ada = User.objects.get_by_natural_key("ADA@example.com")
    assert (ada.check_password(PASSPHRASE), ada.is_staff) == (True, False)
    assert b"already exists" in staff.post(ADD, new_user("Ada@Example.com")).content


def test_a_user_can_be_found_and_changed(staff: Client) -> None:
    ada = User.objects.create_user("ada@example.com", PASSPHRASE, full_name="Ada")
    assert b"ada@example.com" in staff.get("/admin/accounts/user/?q=ada&is_active=1").content
    page = f"/admin/accounts/user/{ada.pk}/change/"
    assert staff.get(page).status_code == 200
    assert staff.post(page, {"email": "ada@example.com", "full_name": "A. L."}).status_code == 302
    ada.refresh_from_db()
    assert (ada.get_short_name(), ada.is_active) == ("A. L.", False)
    passwords = {"password1": ANOTHER, "password2": ANOTHER}
    staff.post(f"/admin/accounts/user/{ada.pk}/password/", passwords)
    ada.refresh_from_db()
    assert ada.check_password(ANOTHER)
