"""Django's own password validators also apply in the API."""

import pytest
from django.test import Client

from backend.accounts.api import sessions
from backend.accounts.models import User

EMAIL = "ada.lovelace@example.com"
PASSPHRASE = "tangerine lamp 42"
GUESSABLE = ["98989898", "ada.lovelace", "ADA.Lovelace1", "adalovelace@example.com", "Byron-King"]


@pytest.mark.parametrize("password", GUESSABLE)
def test_a_numeric_password_or_one_like_the_user_is_rejected(client: Client, password: str) -> None:
    body = {"email": EMAIL, "password": password, "full_name": "Byron King"}
    refused = client.post("/api/v1/auth/register", body, "application/json")
    assert refused.status_code == 422
    assert {error["pointer"] for error in refused.json()["errors"]} == {"#/password"}
    assert not User.objects.exists()


@pytest.mark.parametrize("password", GUESSABLE)
def test_a_new_password_has_the_same_rules(password: str) -> None:
    user = User.objects.create_user(EMAIL, PASSPHRASE, full_name="Byron King")
    token = sessions.begin(user)["access_token"]
    body = {"current_password": PASSPHRASE, "new_password": password}
    refused = Client(headers={"Authorization": f"Bearer {token}"}).post(
        "/api/v1/users/me/password", body, "application/json"
    )
    assert refused.status_code == 422
    assert {error["pointer"] for error in refused.json()["errors"]} == {"#/new_password"}
    user.refresh_from_db()
    assert user.check_password(PASSPHRASE)
