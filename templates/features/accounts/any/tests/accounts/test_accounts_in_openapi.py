"""The OpenAPI document lists every operation on accounts, with every status code."""

from typing import Any

import httpx2

BODY = {"400", "413", "415", "422"}
OPERATIONS = {
    ("post", "/api/v1/auth/register"): BODY | {"201", "409", "429"},
    ("post", "/api/v1/auth/token"): BODY | {"200", "401", "429"},
    ("post", "/api/v1/auth/refresh"): BODY | {"200", "401"},
    ("post", "/api/v1/auth/logout"): BODY | {"204"},
    ("get", "/api/v1/users/me"): {"200", "401"},
    ("patch", "/api/v1/users/me"): BODY | {"200", "401"},
    ("post", "/api/v1/users/me/password"): BODY | {"204", "401", "429"},
}


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference inside the document."""
    if "$ref" not in schema:
        return schema
    found = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return dict(found)


def test_every_operation_lists_its_status_codes(anonymous: httpx2.Client) -> None:
    paths = anonymous.get("/api/openapi.json").json()["paths"]
    missing = {
        (method, path): sorted(statuses - paths[path][method]["responses"].keys())
        for (method, path), statuses in OPERATIONS.items()
    }
    assert {name: statuses for name, statuses in missing.items() if statuses} == {}


def test_there_is_no_other_operation(anonymous: httpx2.Client) -> None:
    paths = anonymous.get("/api/openapi.json").json()["paths"]
    found = {
        (method, path)
        for path, item in paths.items()
        for method in item
        if path.startswith(("/api/v1/auth", "/api/v1/users"))
    }
    assert found == OPERATIONS.keys()


def test_signing_in_is_described_as_a_form(anonymous: httpx2.Client) -> None:
    paths = anonymous.get("/api/openapi.json").json()["paths"]
    content = paths["/api/v1/auth/token"]["post"]["requestBody"]["content"]
    assert content.keys() == {"application/x-www-form-urlencoded"}


def test_the_schema_of_a_user_lists_all_fields_as_required(anonymous: httpx2.Client) -> None:
    document = anonymous.get("/api/openapi.json").json()
    response = document["paths"]["/api/v1/users/me"]["get"]["responses"]["200"]
    user = resolved(document, response["content"]["application/json"]["schema"])
    assert user["properties"].keys() == {"id", "email", "full_name", "created_at"}
    assert set(user["required"]) == user["properties"].keys()


def test_the_document_refuses_unknown_fields(anonymous: httpx2.Client) -> None:
    document = anonymous.get("/api/openapi.json").json()
    for path in ("/api/v1/auth/register", "/api/v1/auth/refresh", "/api/v1/users/me/password"):
        content = document["paths"][path]["post"]["requestBody"]["content"]
        assert content.keys() == {"application/json"}
        body = resolved(document, content["application/json"]["schema"])
        assert body["additionalProperties"] is False, path
