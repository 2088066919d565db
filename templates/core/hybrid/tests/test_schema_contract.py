"""FastAPI's tables say what Django's models say; no database is asked."""

import pytest

from backend.mirror.compare import differences


@pytest.fixture
def start_empty() -> None:
    """Do without the database that every other test finds empty."""


def test_the_mirror_shows_what_django_owns() -> None:
    if said := differences():
        pytest.fail("\n".join(said), pytrace=False)
