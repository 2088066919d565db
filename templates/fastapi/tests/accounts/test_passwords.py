"""Passwords are stored as Django stores them, and hashed a few at a time."""

import asyncio
import re

import pytest

from backend.api.accounts.hashing import IN_ALL, PasswordHashing
from backend.api.errors import OverloadedError
from backend.passwords import hash_password, verify_password


def test_the_format_and_the_salt_are_djangos() -> None:
    stored = hash_password("tangerine lamp")
    assert re.match(r"argon2\$argon2id\$v=19\$m=102400,t=2,p=8\$[A-Za-z0-9+/]{30}\$", stored)
    assert verify_password("tangerine lamp", stored)
    assert not verify_password("tangerine", stored)


@pytest.mark.parametrize("stored", [None, "", "!", "argon2$", "md5$x$y"])
def test_nothing_fits_what_is_no_hash(stored: str | None) -> None:
    assert not verify_password("tangerine lamp", stored)


@pytest.mark.anyio
async def test_a_long_queue_is_refused() -> None:
    hashing = PasswordHashing()
    crowd = [hashing.hash("tangerine lamp") for _ in range(IN_ALL + 3)]
    results = await asyncio.gather(*crowd, return_exceptions=True)
    assert sum(isinstance(result, OverloadedError) for result in results) == 3
    assert await hashing.hash("tangerine lamp")
