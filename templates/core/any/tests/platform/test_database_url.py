"""A URL that libraries parse differently is rejected; the message says what to write."""

import re

import pytest

from backend.platform.database.url import check_database_url

OPTIONS = "must be sqlite:/// and a file path, without options; write %3F for a ?"
UNESCAPED = "cannot be parsed: percent-encode special characters in the password"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:///db.sqlite3?mode=ro", OPTIONS),
        ("sqlite:///db.sqlite3?", OPTIONS),
        ("sqlite:///file:db.sqlite3", OPTIONS),
        ("sqlite:///", "an in-memory database is not shared by connections, name a file"),
        ("postgresql://me:12#3@localhost/shop", UNESCAPED),  # pragma: allowlist secret
        ("postgresql://localhost/shop#1", UNESCAPED),
    ],
)
def test_the_message_says_what_to_write(url: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        check_database_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:////srv/shop%20%3F/db#1.sqlite3",
        "postgresql://me:a%23b@localhost/shop?options=-c%20a",  # pragma: allowlist secret
    ],
)
def test_an_unambiguous_url_is_accepted(url: str) -> None:
    check_database_url(url)
