"""The admin site: its functions and its number of queries."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from backend.accounts.models import User
from backend.platform.django import hashing_queue
from tests.support.admin_client import PASSPHRASE, superuser_client

ANOTHER = "velvet anchor 77"


@pytest.fixture
def staff(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return a client that is signed in as a superuser of `create_admin`."""
    return superuser_client(monkeypatch)


@pytest.mark.parametrize("password", ["password", "z" * 14, "xy" * 2_500, PASSPHRASE])
def test_create_admin_rejects_a_weak_password_or_an_invalid_address(
    password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    with pytest.raises(CommandError):
        call_command("create_admin", "b@host" if password == PASSPHRASE else "boss@example.com")
    assert not User.objects.exists()


def test_the_admin_sign_in_is_rate_limited(staff: Client) -> None:
    staff.logout()
    login = "/admin/login/"
    correct = {"username": "boss@example.com", "password": PASSPHRASE}
    wrong = correct | {"password": ANOTHER}
    pages = [staff.post(login, wrong).content for _ in range(4)]
    assert all(b"for a staff account" in page for page in pages)
    assert b"Too many attempts" in staff.post(login, correct).content
    assert staff.post(login, correct, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_a_full_hashing_queue_returns_503(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    staff.logout()
    monkeypatch.setattr(hashing_queue, "MAX_PENDING", 1)
    form = {"username": "boss@example.com", "password": PASSPHRASE}
    with hashing_queue.hashing_slot("203.0.113.7"):
        rejected = staff.post("/admin/login/", form)
    assert (rejected.status_code, rejected["Retry-After"]) == (503, "1")
    assert staff.post("/admin/login/", form).status_code == 302


def test_one_client_cannot_fill_the_hashing_queue(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff.logout()
    monkeypatch.setattr(hashing_queue, "MAX_PENDING_OF_CLIENT", 1)
    form = {"username": "boss@example.com", "password": PASSPHRASE}
    login = "/admin/login/"
    with hashing_queue.hashing_slot("203.0.113.7"):
        assert staff.post(login, form, REMOTE_ADDR="203.0.113.7").status_code == 503
        assert staff.post(login, form, REMOTE_ADDR="203.0.113.8").status_code == 302


def test_guesses_at_many_accounts_and_from_one_network_are_limited(staff: Client) -> None:
    staff.logout()
    forms = [{"username": f"user{n}@example.com", "password": ANOTHER} for n in range(21)]
    pages = [
        staff.post("/admin/login/", form, REMOTE_ADDR=f"2001:db8::{n}").content
        for n, form in enumerate(forms)
    ]
    assert [b"Too many attempts" in page for page in pages] == [False] * 20 + [True]
    other = staff.post("/admin/login/", forms[0], REMOTE_ADDR="2001:db8:0:1::1")
    assert b"for a staff account" in other.content


def test_an_email_address_is_unique_ignoring_case(staff: Client) -> None:
    form = {"email": "ada@example.com", "password1": PASSPHRASE, "password2": PASSPHRASE}
    add = "/admin/accounts/user/add/"
    form |= {"usable_password": "true"}  # pragma: allowlist secret
    assert staff.post(add, form).status_code == 302
    ada = User.objects.get_by_natural_key("ADA@example.com")
    assert (ada.check_password(PASSPHRASE), ada.is_staff) == (True, False)
    assert str(ada) == "ada@example.com"
    again = staff.post(add, form | {"email": "Ada@Example.com"})
    assert b"already exists" in again.content


def test_a_user_can_be_found_and_changed(staff: Client) -> None:
    ada = User.objects.create_user("ada@example.com", PASSPHRASE, full_name="Ada")
    assert ada.get_short_name() == "Ada"
    assert b"ada@example.com" in staff.get("/admin/accounts/user/?q=ada&is_active=1").content
    page = f"/admin/accounts/user/{ada.pk}/change/"
    assert staff.get(page).status_code == 200
    assert staff.post(page, {"email": "ada@example.com", "full_name": "A. L."}).status_code == 302
    ada.refresh_from_db()
    assert (ada.full_name, ada.is_active) == ("A. L.", False)
    passwords = {"password1": ANOTHER, "password2": ANOTHER}
    staff.post(f"/admin/accounts/user/{ada.pk}/password/", passwords)
    ada.refresh_from_db()
    assert ada.check_password(ANOTHER)


def test_a_superuser_is_staff() -> None:
    root = User.objects.create_superuser("root@example.com", PASSPHRASE)
    assert (root.is_staff, root.is_superuser) == (True, True)
