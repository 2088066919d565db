"""The API refuses forged, altered and expired access tokens, also when they are signed with the right key."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from projects import Server
from stress.load import register_and_sign_in
from waiting import http_get

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite"])]

SECRET = "a secret that is known to this test alone, and 32 bytes"  # noqa: S105


def signed(claims: dict[str, Any], key: str = SECRET, algorithm: str = "HS256") -> str:
    """Sign a JWT by hand."""
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode())
        for part in ({"alg": algorithm, "typ": "JWT"}, claims)
    ]
    head = b".".join(part.rstrip(b"=") for part in parts)
    signature = hmac.digest(key.encode(), head, {"HS256": "sha256", "HS512": "sha512"}[algorithm])
    return (head + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def altered(claims: dict[str, Any]) -> dict[str, str]:
    """Sign claims that the service itself would not sign, or that have expired."""
    now = int(time.time())
    without = {name: {key: claims[key] for key in claims if key != name} for name in claims if name != "iat"}
    changed: dict[str, dict[str, Any]] = {
        "expired": claims | {"iat": now - 3600, "exp": now - 1800},
        "expiring never": claims | {"exp": 10**400},
        "expiry is no number": claims | {"exp": [1]},
        "another issuer": claims | {"iss": "another issuer"},
        "another audience": claims | {"aud": "something else"},
        "another kind": claims | {"token_type": "refresh"},
        "unknown user": claims | {"sub": str(uuid4())},
        "no id": claims | {"sub": "1' or 1=1"},
        "an odd id": claims | {"sub": 7},
    }
    tokens = {name: signed(payload) for name, payload in changed.items()}
    tokens |= {f"without {name}": signed(payload) for name, payload in without.items()}
    return tokens | {
        "another key": signed(claims, SECRET[::-1]),
        "another algorithm": signed(claims, algorithm="HS512"),
    }


def test_only_a_valid_token_is_accepted(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, TOKEN_SECRET=SECRET).url
    token = register_and_sign_in(url)
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    signed_again = signed(claims)
    for path in ("/api/v1/users/me", "/api/v1/products"):
        good = [http_get(f"{url}{path}", headers=bearer(each)).status_code for each in (token, signed_again)]
        assert good == [200, 200]
        statuses = {
            name: http_get(f"{url}{path}", headers=bearer(bad)).status_code
            for name, bad in altered(claims).items()
        }
        assert statuses == dict.fromkeys(statuses, 401)


def test_a_token_from_a_clock_that_is_ahead_is_accepted(boot: Callable[..., Server], address: str) -> None:
    url = boot(address, TOKEN_SECRET=SECRET).url
    claims = json.loads(base64.urlsafe_b64decode(register_and_sign_in(url).split(".")[1] + "=="))
    statuses = {}
    for ahead in (3, 25, 300):
        issued = int(time.time()) + ahead
        token = signed(claims | {"iat": issued, "exp": issued + 900})
        statuses[ahead] = http_get(f"{url}/api/v1/users/me", headers=bearer(token)).status_code
    assert statuses == {3: 200, 25: 200, 300: 401}


def bearer(token: str) -> dict[str, str]:
    """Build the Authorization header."""
    return {"Authorization": f"Bearer {token}"}
