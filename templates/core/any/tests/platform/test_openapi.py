"""The OpenAPI document: rules for all domains."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}
ERRORS_OF_BODIES = {"400", "413", "415", "422"}


@pytest.fixture
def document(anonymous: httpx2.Client) -> dict[str, Any]:
    """Return the OpenAPI document."""
    response = anonymous.get("/api/openapi.json")
    assert response.status_code == 200
    document: dict[str, Any] = response.json()
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the description of every operation."""
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield f"{method.upper()} {path}", item[method]


def test_every_error_response_in_the_document_is_a_problem(document: dict[str, Any]) -> None:
    others = [
        f"{name} {status}"
        for name, operation in operations(document)
        for status, response in operation["responses"].items()
        if status >= "4" and set(response.get("content", ())) != {"application/problem+json"}
    ]
    assert others == []


def test_every_operation_with_a_body_lists_the_errors_of_bodies(document: dict[str, Any]) -> None:
    incomplete = [
        name
        for name, operation in operations(document)
        if "requestBody" in operation and not operation["responses"].keys() >= ERRORS_OF_BODIES
    ]
    assert incomplete == []


def test_every_operation_has_a_unique_id(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", ["docs", "redoc"])
def test_the_pages_of_the_document_and_their_files_are_served(
    anonymous: httpx2.Client, path: str
) -> None:
    page = anonymous.get(f"/api/{path}")
    files = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert files
    assert {anonymous.get(each).status_code for each in files} == {200}
