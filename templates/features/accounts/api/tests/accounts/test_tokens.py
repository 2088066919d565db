"""Invalid claims under a valid signature are rejected without other exceptions."""

import time
from contextlib import nullcontext
from uuid import uuid4

import jwt
import pytest

from backend.platform.security.tokens import (
    ALGORITHM,
    AUDIENCE,
    ISSUER,
    InvalidTokenError,
    TokenFormat,
    TokenKind,
)

KEY = "known to this test alone, and more than 32 bytes"
TOKENS = TokenFormat(KEY)


def read(**odd: object) -> None:
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(uuid4()),
        "jti": str(uuid4()),
        "iat": int(time.time()),
        "exp": int(time.time()) + 60,
        "token_type": "access",
        "pwd": "0123456789abcdef",
    }
    TOKENS.read(TokenKind.ACCESS, jwt.encode(claims | odd, KEY, ALGORITHM))


@pytest.mark.parametrize(
    "odd",
    [
        {"exp": 10**400},
        {"exp": 10**17},
        {"exp": float("inf")},
        {"exp": float("nan")},
        {"exp": "9999999999"},
        {"exp": []},
        {"nbf": {}},
        {"iat": float("inf")},
        {"sub": "no id"},
        {"jti": "no id"},
        {"token_type": []},
    ],
    ids=str,
)
def test_invalid_claims_with_a_valid_signature_are_refused(odd: dict[str, object]) -> None:
    read()
    with pytest.raises(InvalidTokenError):
        read(**odd)


@pytest.mark.parametrize(("ahead", "accepted"), [(20, True), (90, False)])
def test_a_token_from_a_clock_slightly_ahead_is_accepted(*, ahead: int, accepted: bool) -> None:
    issued = int(time.time()) + ahead
    with nullcontext() if accepted else pytest.raises(InvalidTokenError):
        read(iat=issued, nbf=issued, exp=issued + 900)


@pytest.mark.parametrize(("ago", "accepted"), [(10, True), (90, False)])
def test_a_token_expires_within_the_clock_skew(*, ago: int, accepted: bool) -> None:
    with nullcontext() if accepted else pytest.raises(InvalidTokenError):
        read(exp=int(time.time()) - ago)
