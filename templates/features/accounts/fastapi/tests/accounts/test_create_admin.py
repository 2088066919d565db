"""`just create-admin` creates a superuser."""

import pytest
from sqlalchemy import Engine, text

from backend.accounts.create_admin import main


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the argument of the command, and the password."""
    monkeypatch.setattr("sys.argv", ["create_admin", "Root@example.com"])
    monkeypatch.setenv("ADMIN_PASSWORD", "tangerine lamp")


def test_an_admin_is_created_once(engine: Engine) -> None:
    main()
    with pytest.raises(SystemExit, match=r"^error: Root@example\.com already exists$"):
        main()
    with engine.connect() as connection:
        flags = text("SELECT email, is_superuser, is_staff FROM accounts_user")
        assert connection.execute(flags).one() == ("root@example.com", True, True)


def test_a_common_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "password")
    with pytest.raises(SystemExit, match=r"^error: password: .* too common$"):
        main()
