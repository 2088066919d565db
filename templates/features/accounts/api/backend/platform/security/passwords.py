"""Hash passwords in Django's Argon2 format, so that no framework rehashes another's hashes."""

import secrets
import string
from functools import cache
from pathlib import Path

from pwdlib.hashers.argon2 import Argon2Hasher

PREFIX = "argon2"
MIN_LENGTH, MAX_LENGTH = 8, 128
SALT_ALPHABET = string.ascii_letters + string.digits
SALT_LENGTH = 22  # 128 bits of entropy: Django rehashes a password with a shorter salt

_hasher = Argon2Hasher(time_cost=2, memory_cost=102_400, parallelism=8)


def hash_password(password: str) -> str:
    """Hash a password for storage. Takes 100 MB and 0.1 s: never call it on the event loop."""
    salt = "".join(secrets.choice(SALT_ALPHABET) for _ in range(SALT_LENGTH))
    return PREFIX + _hasher.hash(password, salt=salt.encode())


def verify_password(password: str, stored: str | None) -> bool:
    """Compare with the stored hash; without one, do the same work to prevent timing attacks."""
    prefix, separator, encoded = (stored or "").partition("$")
    if prefix != PREFIX:
        hash_password(password)
        return False
    return _hasher.verify(password, separator + encoded)


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())


def is_common(password: str) -> bool:
    """Return whether the password is a common one, which attackers try first."""
    return len(set(password)) == 1 or password.lower() in _common_passwords()
