"""The OpenAPI document: rules for all domains."""

from collections.abc import Iterator
from typing import Any

import httpx2

METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the description of every operation."""
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield f"{method.upper()} {path}", item[method]


def test_the_document_is_openapi_3_1(anonymous: httpx2.Client) -> None:
    response = anonymous.get("/api/openapi.json")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.json()["openapi"].startswith("3.1.")


def test_the_document_lists_the_health_checks(anonymous: httpx2.Client) -> None:
    paths = anonymous.get("/api/openapi.json").json()["paths"]
    assert "200" in paths["/health/live"]["get"]["responses"]
    assert {"200", "503"} <= paths["/health/ready"]["get"]["responses"].keys()


def test_every_error_response_in_the_document_is_a_problem(anonymous: httpx2.Client) -> None:
    document = anonymous.get("/api/openapi.json").json()
    others = [
        f"{name} {status}"
        for name, operation in operations(document)
        for status, response in operation["responses"].items()
        if status >= "4" and set(response.get("content", ())) != {"application/problem+json"}
    ]
    assert others == []


def test_every_operation_with_a_body_lists_the_errors_of_bodies(anonymous: httpx2.Client) -> None:
    document = anonymous.get("/api/openapi.json").json()
    incomplete = [
        name
        for name, operation in operations(document)
        if "requestBody" in operation
        and not {"400", "413", "415", "422"} <= operation["responses"].keys()
    ]
    assert incomplete == []


def test_every_operation_has_a_unique_id(anonymous: httpx2.Client) -> None:
    document = anonymous.get("/api/openapi.json").json()
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) == len(set(ids))
