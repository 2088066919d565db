"""What all responses share, for any framework: security headers; error bodies as in RFC 9457."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TypedDict

# Swagger UI and ReDoc use inline styles, and ReDoc runs its search in a web worker.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src blob:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

MEDIA_TYPE = "application/problem+json"
RETRY_SOON = {"Retry-After": "1"}
# Limits of a response, as its errors repeat names and values that the client chose.
MAX_ERRORS, MAX_TEXT = 20, 300
# Python 3.13 renamed these phrases: send the same title on every Python version.
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}
# Why a database does not serve a request, by PostgreSQL's and SQLite's codes.
READ_ONLY = "25006"  # a standby server, for example
REASONS = {
    READ_ONLY: "The database is read-only, try again",
    "SQLITE_READONLY": "The database is read-only, try again",
    "57014": "A statement took too long, try again",
    "SQLITE_BUSY": "Another process is writing to the database, try again",
}


class FieldProblem(TypedDict):
    """One invalid field of a request, identified by its JSON pointer."""

    pointer: str
    detail: str


def reason_of(error: object) -> str:
    """Return why a database does not serve a request, from the error of its driver."""
    code = str(getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None))
    # SQLite appends details: SQLITE_BUSY_SNAPSHOT.
    return REASONS.get("_".join(code.split("_")[:2]), "The database cannot be reached, try again")


def problem_body(
    status: int, detail: str, errors: Sequence[FieldProblem] = ()
) -> Mapping[str, object]:
    """Build the body of a problem response, with at most 20 errors; without any, it has no list."""
    title = TITLES.get(status, HTTPStatus(status).phrase)
    body: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = [
            FieldProblem(pointer=each["pointer"][:MAX_TEXT], detail=each["detail"][:MAX_TEXT])
            for each in errors[:MAX_ERRORS]
        ]
    return body
