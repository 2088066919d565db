"""PostgreSQL options in DATABASE_URL are added to the options of the API."""

import pytest
from pydantic import SecretStr
from sqlalchemy import event

from backend.api.connections import create_engine
from backend.settings import Settings


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", "-c statement_timeout=10s"),
        ("?options=-c%20work_mem%3D8MB", "-c statement_timeout=10s -c work_mem=8MB"),
    ],
)
def test_options_in_the_url_are_kept(settings: Settings, query: str, options: str) -> None:
    url = SecretStr(f"postgresql://localhost/shop{query}")
    engine = create_engine(settings.model_copy(update={"database_url": url})).sync_engine
    passed = []

    @event.listens_for(engine, "do_connect")
    def record(*arguments: dict[str, str]) -> None:
        passed.append(arguments[-1]["options"])
        raise ConnectionError

    with pytest.raises(ConnectionError):
        engine.connect()
    assert passed == [options]
