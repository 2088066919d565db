"""An update of the current user changes only the given fields."""

from django.test import RequestFactory

from backend.accounts.api import sessions
from backend.accounts.api.profile_views import MeView
from backend.accounts.models import User

PASSPHRASE = "tangerine lamp 42"


def test_an_update_keeps_concurrent_changes(rf: RequestFactory) -> None:
    user = User.objects.create_user("ada@example.com", PASSPHRASE, is_superuser=True)
    view = MeView()
    request = rf.patch("/", '{"full_name": "Ada"}', content_type="application/json")
    drf_request = view.initialize_request(request)
    drf_request.user = User.objects.get()  # as loaded by the authentication
    User.objects.update(is_active=False, is_superuser=False, password="!")
    view.patch(drf_request)
    user.refresh_from_db()
    assert (user.full_name, user.is_active, user.is_superuser) == ("Ada", False, False)
    assert user.password == "!"


def test_a_sign_in_updates_last_login() -> None:
    user = User.objects.create_user("ada@example.com", PASSPHRASE)
    sessions.begin(user)
    user.refresh_from_db()
    assert user.last_login
