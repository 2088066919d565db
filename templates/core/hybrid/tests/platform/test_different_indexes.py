"""The contract reports an index that differs between Django and FastAPI."""

import pytest
from django.apps import apps

from backend.platform.mirror import django_side, sqlmodel_side
from backend.platform.mirror.compare import compare_tables
from backend.platform.mirror.write import source
from tests.platform.test_mirror import printed


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        ("lower(email)", "upper(email)", ["Django has the "]),
        (
            '"accounts_user_email_lower_uniq", text("lower(email)")',
            '"other", text("upper(email)")',
            ["the mirror lacks the ", "Django has no "],
        ),
    ],
)
def test_a_different_index_is_reported(old: str, new: str, reported: list[str]) -> None:
    model = apps.get_model("accounts.User")
    drifted = printed(model, source(model).replace(old, new))
    messages = compare_tables(django_side.read(model), sqlmodel_side.read(drifted))
    found = [message.removeprefix("accounts_user: ") for message in messages]
    assert len(found) == len(reported)
    assert all(text.startswith(start) for text, start in zip(found, reported, strict=True))
