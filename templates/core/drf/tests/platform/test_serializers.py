"""A serializer and a response name at most 20 errors, however many there are."""

import json
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from backend.platform.drf.exceptions import problem_handler
from backend.platform.drf.serializers import StrictCharField, StrictSerializer

MAX_ERRORS = 20


class NameSerializer(StrictSerializer):
    """A body with one field."""

    name = StrictCharField()


def test_a_serializer_names_at_most_20_unknown_fields() -> None:
    unknown = {f"{number:05}": 1 for number in range(10_000)}
    serializer: serializers.Serializer[Any] = NameSerializer(data=unknown)
    assert not serializer.is_valid()
    assert [*serializer.errors] == ["name", *sorted(unknown)[:MAX_ERRORS]]


@pytest.mark.parametrize(
    "errors", [{"names": ["No."] * 1_000}, dict.fromkeys("abcdefghij", ["No."] * 9)]
)
def test_a_response_names_at_most_20_errors(errors: dict[str, list[str]]) -> None:
    response = problem_handler(ValidationError(errors), {})
    assert len(json.loads(response.content)["errors"]) == MAX_ERRORS
