"""The OpenAPI document lists every operation on products, with every status code."""

import re
from typing import Any

import httpx2

BODY = {"400", "413", "415", "422"}
OPERATIONS = {
    ("get", "/api/v1/products"): {"200", "422"},
    ("post", "/api/v1/products"): BODY | {"201"},
    ("get", "/api/v1/products/{}"): {"200", "404"},
    ("patch", "/api/v1/products/{}"): BODY | {"200", "404"},
    ("delete", "/api/v1/products/{}"): {"204", "404"},
}


def responses_of(client: httpx2.Client) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the responses of every operation on products; the parameter's name is left out."""
    paths = client.get("/api/openapi.json").json()["paths"]
    return {
        (method, re.sub(r"\{\w+\}", "{}", path)): operation["responses"]
        for path, item in paths.items()
        for method, operation in item.items()
        if path.startswith("/api/v1/products")
    }


def test_every_operation_lists_its_status_codes(anonymous: httpx2.Client) -> None:
    found = responses_of(anonymous)
    assert found.keys() == OPERATIONS.keys()
    missing = {name: sorted(OPERATIONS[name] - found[name].keys()) for name in OPERATIONS}
    assert {name: statuses for name, statuses in missing.items() if statuses} == {}


def test_the_response_to_a_creation_has_a_location(anonymous: httpx2.Client) -> None:
    created = responses_of(anonymous)[("post", "/api/v1/products")]["201"]
    assert "Location" in created["headers"]


def test_a_price_is_a_string_in_the_document(anonymous: httpx2.Client) -> None:
    schemas = anonymous.get("/api/openapi.json").json()["components"]["schemas"]
    shown = responses_of(anonymous)[("get", "/api/v1/products/{}")]["200"]["content"]
    name = shown["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert schemas[name]["properties"]["price"]["type"] == "string"
    assert set(schemas[name]["required"]) == schemas[name]["properties"].keys()


def test_the_list_documents_its_query_parameters(anonymous: httpx2.Client) -> None:
    document = anonymous.get("/api/openapi.json").json()
    query = document["paths"]["/api/v1/products"]["get"]["parameters"]
    named = {parameter["name"] for parameter in query if parameter["in"] == "query"}
    assert named == {"page", "size", "sort", "status", "search", "min_price", "max_price"}
