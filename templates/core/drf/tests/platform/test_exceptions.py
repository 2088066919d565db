"""Every exception of a view becomes a problem response."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.http import Http404
from rest_framework.exceptions import NotAuthenticated, ValidationError

from backend.accounts.django_limits import TooManyAttemptsError
from backend.platform.django.hashing_queue import TooBusyError
from backend.platform.drf.exceptions import problem_handler

RAISED: list[tuple[Exception, int]] = [
    (SuspiciousOperation(), 400),
    (NotAuthenticated(), 401),
    (PermissionDenied(), 403),
    (Http404(), 404),
    (IntegrityError(), 409),
    (TooManyAttemptsError(3), 429),
    (RuntimeError("internal details"), 500),
    (OperationalError(), 503),
    (TooBusyError(), 503),
]


@pytest.mark.parametrize(("raised", "status"), RAISED)
def test_an_exception_becomes_a_problem(raised: Exception, status: int) -> None:
    response = problem_handler(raised, {})
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(response.content)["status"] == status
    assert b"internal" not in response.content


def test_a_missing_table_is_a_server_error() -> None:
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    assert problem_handler(raised.value, {}).status_code == 500


def test_every_error_has_a_pointer() -> None:
    detail: dict[str, Any] = {
        "a/b": ["No."],
        "size": {"width": ["Too much."]},
        "non_field_errors": ["Not so."],
    }
    response = problem_handler(ValidationError(detail), {})
    assert json.loads(response.content)["errors"] == [
        {"pointer": "#/a~1b", "detail": "No."},
        {"pointer": "#/size/width", "detail": "Too much."},
        {"pointer": "#", "detail": "Not so."},
    ]
