"""Each test starts with a running server, empty tables and reset rate limits."""

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

pytest_plugins = ["tests.support.django_setup", "tests.support.server", "tests.support.clients"]


@pytest.fixture(autouse=True)
def cheap_hashing_in_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with the same cheap parameters in FastAPI."""
    cheap = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("backend.platform.security.passwords._hasher", cheap)
