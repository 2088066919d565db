"""Sessions: their connections end with them."""

from collections.abc import Callable

import httpx2
import pytest

from tests.live.live_client import close_code, refusal_of, socket_of, stream_of, ticket_of
from tests.support.clients import PASSPHRASE, tokens_of
from tests.support.problem import assert_problem
from tests.support.service import Service

Act = Callable[[Service, httpx2.Client], None]


def sign_out(_: Service, client: httpx2.Client) -> None:
    """End a session of the user."""
    tokens = tokens_of(client, "owner@example.com")
    body = {"refresh_token": tokens["refresh_token"]}
    assert client.post("/api/v1/auth/logout", json=body).status_code == 204


def change_password(_: Service, client: httpx2.Client) -> None:
    """Change the password."""
    body = {"current_password": PASSPHRASE, "new_password": PASSPHRASE + "!"}
    assert client.post("/api/v1/users/me/password", json=body).status_code == 204


def deactivate(service: Service, _: httpx2.Client) -> None:
    """Deactivate the user, as staff does."""
    service.execute("UPDATE accounts_user SET is_active = FALSE WHERE email LIKE 'owner%'")


def delete(service: Service, _: httpx2.Client) -> None:
    """Delete the user."""
    service.execute(
        "DELETE FROM accounts_refreshtoken WHERE user_id IN"
        " (SELECT id FROM accounts_user WHERE email LIKE 'owner%')"
    )
    service.execute("DELETE FROM accounts_user WHERE email LIKE 'owner%'")


@pytest.mark.parametrize("end", [sign_out, change_password, deactivate, delete])
def test_connections_end_with_their_session(
    service: Service, owner: httpx2.Client, other_user: httpx2.Client, end: Act
) -> None:
    unused = ticket_of(owner)
    with socket_of(owner) as socket, stream_of(owner) as stream, socket_of(other_user) as other:
        end(service, owner)
        assert close_code(socket) == 4401
        assert list(stream) == [("close", {"code": 4401})]
        assert_problem(refusal_of(service.url, unused), 403)
        assert other.ping().wait(60)
        with socket_of(other_user):
            pass
