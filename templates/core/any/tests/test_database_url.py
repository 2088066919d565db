"""An address that libraries read in different ways is refused, with a word on what to write."""

import re

import pytest

from backend.database_url import check_database_url

OPTIONS = "must be sqlite:/// and a file, with no options; write %3F for a ? in it"
UNESCAPED = "cannot be read: has the password an unescaped character?"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///db.sqlite3?mode=ro", OPTIONS),
        ("sqlite:///db.sqlite3?", OPTIONS),
        ("sqlite:///file:db.sqlite3", OPTIONS),
        ("sqlite:///", "a database in memory is not shared, name a file"),
        ("postgresql://me:12#3@localhost/shop", UNESCAPED),  # pragma: allowlist secret
        ("postgresql://localhost/shop#1", UNESCAPED),
    ],
)
def test_it_is_said_what_to_write(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        check_database_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:////srv/shop%20%3F/db#1.sqlite3",
        "postgresql://me:a%23b@localhost/shop?options=-c%20a",  # pragma: allowlist secret
    ],
)
def test_what_is_plain_is_taken(url: str) -> None:
    check_database_url(url)
