"""Each test starts with a running server, empty tables and reset rate limits."""

from collections.abc import Callable

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine, text

from backend.platform.security.rate_limit import counters
from backend.settings import Settings

pytest_plugins = ["tests.support.server", "tests.support.clients"]


@pytest.fixture(autouse=True)
def start_unlimited(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Reset the rate limits, and use cheap hashing parameters."""
    counters().storage.reset()
    cheap = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("backend.platform.security.passwords._hasher", cheap)


@pytest.fixture
def alter_user(engine: Engine) -> Callable[..., None]:
    """Return a function that sets flags of a user, which cannot be set over HTTP."""

    def alter(email: str, **flags: bool) -> None:
        assignments = ", ".join(f"{flag} = :{flag}" for flag in flags)
        statement = f"UPDATE accounts_user SET {assignments} WHERE email = :email"  # noqa: S608
        with engine.begin() as connection:
            assert connection.execute(text(statement), {"email": email, **flags}).rowcount == 1

    return alter
