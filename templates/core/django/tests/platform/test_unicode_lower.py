"""The admin searches like the API: it ignores case, and `%` and `_` are literal."""

import pytest
from django.db.models import CharField, Value
from django.test import Client

from backend.accounts.models import User
from backend.platform.django.unicode_lower import UnicodeLower


@pytest.mark.parametrize(
    ("term", "found"), [("élodie", 1), ("ÖST", 1), ("BOSS@", 1), ("_lodie", 0), ("elodie", 0)]
)
def test_the_search_for_users_ignores_case(client: Client, term: str, found: int) -> None:
    boss = User.objects.create_superuser("boss@example.com", full_name="Élodie Öst")
    client.force_login(boss)
    page = client.get("/admin/accounts/user/", {"q": term})
    assert page.context["cl"].result_count == found


def test_null_stays_null_in_lower_case() -> None:
    User.objects.create_user("ada@example.com")
    lower = UnicodeLower(Value(None, CharField()))
    assert User.objects.annotate(lower=lower).values_list("lower").get() == (None,)
