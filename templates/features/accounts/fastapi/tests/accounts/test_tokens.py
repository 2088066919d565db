"""Invalid claims under a valid signature are rejected without other exceptions."""

import time
from uuid import uuid4

import jwt
import pytest

from backend.tokens import ALGORITHM, AUDIENCE, ISSUER, InvalidTokenError, TokenFormat, TokenKind

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
