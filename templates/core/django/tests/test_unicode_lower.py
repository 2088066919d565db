"""The admin searches as the API does: no letter has a case, `%` and `_` mean themselves."""

import pytest
from django.db.models import CharField, Value
from django.test import Client

from backend.admin.accounts.models import User
from backend.admin.config.unicode_lower import UnicodeLower


@pytest.mark.parametrize(
    ("words", "found"), [("élodie", 1), ("ÖST", 1), ("BOSS@", 1), ("_lodie", 0), ("elodie", 0)]
)
def test_users_are_found_by_name_whatever_its_case(client: Client, words: str, found: int) -> None:
    boss = User.objects.create_superuser("boss@example.com", full_name="Élodie Öst")
    client.force_login(boss)
    page = client.get("/admin/accounts/user/", {"q": words})
    assert page.context["cl"].result_count == found


def test_nothing_in_lower_case_is_nothing() -> None:
    User.objects.create_user("ada@example.com")
    nothing = UnicodeLower(Value(None, CharField()))
    assert User.objects.annotate(nothing=nothing).values_list("nothing").get() == (None,)
