"""Schema contract: FastAPI's tables equal Django's models. It needs no database."""

import pytest

from backend.platform.mirror.compare import differences


@pytest.fixture
def start_empty() -> None:
    """Override the fixture that empties the database: this test needs none."""


def test_the_mirror_equals_the_django_models() -> None:
    if messages := differences():
        pytest.fail("\n".join(messages), pytrace=False)
