"""DATABASE_URL selects the same database on both sides, also with escaped characters."""

import pytest
from pydantic import SecretStr

from backend.platform.database.connections import async_url
from backend.platform.django.databases import database
from backend.settings import Settings


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///db.sqlite3",
        "sqlite:////srv/my%20shop%3F/100%/db#1.sqlite3",
        "postgresql://me:a%23b%40c@localhost/my%20shop?options=-c%20a",  # pragma: allowlist secret
        "postgresql:///shop?host=/run/postgresql",
    ],
)
def test_both_sides_parse_the_url_alike(settings: Settings, url: str) -> None:
    django = database(settings.model_copy(update={"database_url": SecretStr(url)}))
    in_api = async_url(url)
    assert django["NAME"] == in_api.database
    if in_api.get_backend_name() == "postgresql":
        parts = [django[key] or None for key in ("USER", "PASSWORD", "HOST", "PORT")]
        port = in_api.port and str(in_api.port)
        assert parts == [in_api.username, in_api.password, in_api.host, port]
        assert django["OPTIONS"].items() >= in_api.query.items()
