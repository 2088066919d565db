"""Complete the OpenAPI document with the responses of middleware and exception handlers."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field

from backend.platform.http.problems import MEDIA_TYPE, TITLES

REFERENCE = "#/components/schemas/Problem"
# Added to an operation that creates something.
LOCATION: dict[int | str, dict[str, Any]] = {
    201: {"headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}}}
}


class FieldProblem(BaseModel):
    """One invalid field of a request."""

    pointer: str = Field(examples=["#/price"])
    detail: str


class Problem(BaseModel):
    """An error in the format of RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the error responses of an operation; common ones are added to every operation."""
    return {status: _response(status) for status in statuses}


def _response(status: int) -> dict[str, Any]:
    return {
        "description": TITLES.get(status, HTTPStatus(status).phrase),
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE}}},
    }


def describe_problems(app: FastAPI) -> None:
    """Complete the document that FastAPI generates, once."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = Problem.model_json_schema(
                ref_template="#/components/schemas/{model}"
            )
            schemas |= schemas["Problem"].pop("$defs")
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            for path in document["paths"].values():
                for method, operation in path.items():
                    _complete(method, operation)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Add the error responses that follow from the operation's method, parameters and body."""
    responses = operation["responses"]
    parameters = operation.get("parameters", [])
    common = [400, 500, 503]
    if method == "delete":
        common.append(409)  # other rows refer to this one
    if any(parameter["in"] == "path" for parameter in parameters):
        common.append(404)
    if "security" in operation:
        common.append(401)
    if "requestBody" in operation:
        common += [408, 413, 415]
    if "422" in responses:
        if "requestBody" in operation or any(each["in"] == "query" for each in parameters):
            common.append(422)
        del responses["422"]
    for each in parameters:
        _without_null(each["schema"])
    for status in common:
        responses.setdefault(str(status), _response(status))
    operation["responses"] = dict(sorted(responses.items()))


def _without_null(schema: dict[str, Any]) -> None:
    """Remove `null` from a parameter: it can be omitted, but a query cannot hold null."""
    if "anyOf" in schema:
        choices = [choice for choice in schema.pop("anyOf") if choice != {"type": "null"}]
        schema |= choices[0] if len(choices) == 1 else {"anyOf": choices}
