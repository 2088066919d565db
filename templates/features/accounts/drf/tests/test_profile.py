"""A change of one's name is a change of one's name."""

from django.test import RequestFactory

from backend.admin.accounts.models import User
from backend.api.accounts import sessions
from backend.api.accounts.profile_views import MeView

PASSPHRASE = "tangerine lamp 42"


def test_it_undoes_nothing_that_happened_meanwhile(rf: RequestFactory) -> None:
    user = User.objects.create_user("ada@example.com", PASSPHRASE, is_superuser=True)
    view = MeView()
    request = rf.patch("/", '{"full_name": "Ada"}', content_type="application/json")
    asked = view.initialize_request(request)
    asked.user = User.objects.get()  # as it was read with the token
    User.objects.update(is_active=False, is_superuser=False, password="!")
    view.patch(asked)
    user.refresh_from_db()
    assert (user.full_name, user.is_active, user.is_superuser) == ("Ada", False, False)
    assert user.password == "!"


def test_a_sign_in_is_seen_in_the_admin() -> None:
    user = User.objects.create_user("ada@example.com", PASSPHRASE)
    sessions.begin(user)
    user.refresh_from_db()
    assert user.last_login
