"""The one body that every error has, as RFC 9457 describes it: no framework here."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TypedDict

MEDIA_TYPE = "application/problem+json"
RETRY_SOON = {"Retry-After": "1"}
# Renamed in Python 3.13: clients read the same words from every version.
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class FieldProblem(TypedDict):
    """One thing that is wrong in a request, by its JSON pointer."""

    pointer: str
    detail: str


def problem_body(
    status: int, detail: str, errors: Sequence[FieldProblem] = ()
) -> Mapping[str, object]:
    """Say what went wrong, in a form that programs read."""
    title = TITLES.get(status, HTTPStatus(status).phrase)
    body: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    return {**body, "errors": errors} if errors else body
