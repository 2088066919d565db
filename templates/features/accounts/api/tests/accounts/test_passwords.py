"""Passwords are stored in Django's format, and the number of concurrent hashes is limited."""

import asyncio
import re

import pytest

from backend.platform.http.errors import OverloadedError
from backend.platform.security import hashing
from backend.platform.security.hashing import PasswordHashing
from backend.platform.security.passwords import hash_password, verify_password

pytestmark = pytest.mark.real_hashing


def test_a_hash_has_the_format_and_the_salt_length_of_django() -> None:
    stored = hash_password("tangerine lamp")
    assert re.match(r"argon2\$argon2id\$v=19\$m=102400,t=2,p=8\$[A-Za-z0-9+/]{30}\$", stored)
    assert verify_password("tangerine lamp", stored)
    assert not verify_password("tangerine", stored)


@pytest.mark.parametrize("stored", [None, "", "!", "argon2$", "md5$x$y"])
def test_no_password_matches_an_invalid_hash(stored: str | None) -> None:
    assert not verify_password("tangerine lamp", stored)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("bound", "value", "refused"), [("MAX_PENDING", 4, 3), ("MAX_WAIT", 0.01, 5)]
)
async def test_a_long_queue_is_refused(
    monkeypatch: pytest.MonkeyPatch, bound: str, value: float, refused: int
) -> None:
    monkeypatch.setattr(hashing, bound, value)
    queue = PasswordHashing()

    async def wait_and_hash() -> str:
        async with queue.slot() as slot:
            return await slot.hash("tangerine lamp")

    results = await asyncio.gather(*(wait_and_hash() for _ in range(7)), return_exceptions=True)
    assert sum(isinstance(result, OverloadedError) for result in results) == refused
    assert await wait_and_hash()
