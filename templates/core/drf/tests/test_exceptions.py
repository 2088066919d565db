"""Whatever a view raises leaves as a problem."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.http import Http404
from rest_framework.exceptions import NotAuthenticated, ValidationError

from backend.admin.accounts.hashing_queue import TooBusyError
from backend.admin.accounts.limits import TooManyAttemptsError
from backend.api.exceptions import problem_handler

RAISED: list[tuple[Exception, int]] = [
    (SuspiciousOperation(), 400),
    (NotAuthenticated(), 401),
    (PermissionDenied(), 403),
    (Http404(), 404),
    (IntegrityError(), 409),
    (TooManyAttemptsError(3), 429),
    (RuntimeError("the inner workings"), 500),
    (OperationalError(), 503),
    (TooBusyError(), 503),
]


@pytest.mark.parametrize(("raised", "status"), RAISED)
def test_it_becomes_a_problem(raised: Exception, status: int) -> None:
    answer = problem_handler(raised, {})
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(answer.content)["status"] == status
    assert b"workings" not in answer.content


def test_a_table_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    assert problem_handler(raised.value, {}).status_code == 500


def test_every_fault_is_pointed_at() -> None:
    detail: dict[str, Any] = {
        "a/b": ["No."],
        "size": {"width": ["Too much."]},
        "non_field_errors": ["Not so."],
    }
    answer = problem_handler(ValidationError(detail), {})
    assert json.loads(answer.content)["errors"] == [
        {"pointer": "#/a~1b", "detail": "No."},
        {"pointer": "#/size/width", "detail": "Too much."},
        {"pointer": "#", "detail": "Not so."},
    ]
