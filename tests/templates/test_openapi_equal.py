"""The stacks describe one API: their OpenAPI documents differ only where it is listed here, with a reason."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from projects import DEFAULTS, Answers, Server
from waiting import http_get

# Where the documents may differ, and why.
DIFFERENCES: dict[str, str] = {
    r".*/schema/properties/errors/default": "FastAPI documents its default; the response is the same",
    r".*/200/.*/properties/(token_type|status)/(const|default)": "DRF has no constants",
    r"/(api/v1/auth|health)/\w+/(get|post)/responses/200/.*/schema/required": "a constant may be left out",
    r".*/email/format": "DRF documents the format of a response too; FastAPI does not validate responses",
    r".*/properties/price/format": "DRF documents the format `decimal`, which JSON Schema does not define",
    r".*/requestBody/.*/(description|status)/default": "DRF documents them for PATCH as well",
    r".*/patch/requestBody/required": "DRF accepts a PATCH without a body",
    r".*/parameters/page/schema/format": "DRF documents 64 bits; the maximum says the same",
    r".*/minLength": "DRF documents 1 where the pattern or the choices already refuse an empty text",
}
STREAM = "/api/v1/live/events/get/responses"
LIVE_DIFFERENCES: dict[str, str] = {
    rf"{STREAM}/200/content/text/event-stream/(item)?[sS]chema": "DRF cannot describe the events of a stream",
    rf"{STREAM}/422": "FastAPI documents it for every query parameter",
}
WORDS = {"title", "description", "examples"}


def meaning(document: dict[str, Any], node: Any) -> Any:
    """Resolve references and remove texts, which may differ."""
    if isinstance(node, list):
        return [meaning(document, each) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        rest = {key: value for key, value in node.items() if key != "$ref"}
        return meaning(document, {**document["components"]["schemas"][name], **rest})
    schema = {
        key: meaning(document, value)
        for key, value in node.items()
        if key not in WORDS or isinstance(value, dict)  # a field may be called `description`
    }
    match schema.get("anyOf"):
        case [{"type": str(kind)} as choice, {"type": "null"}]:
            del schema["anyOf"]
            schema |= {**choice, "type": [kind, "null"]}
    if len(schema.get("allOf", ())) == 1:
        schema = {**schema.pop("allOf")[0], **schema}
    if isinstance(schema.get("required"), list):
        schema["required"] = sorted(schema["required"])
    if schema.get("required") is False:
        del schema["required"]
    if isinstance(schema.get("parameters"), list):
        schema["parameters"] = {parameter["name"]: parameter for parameter in schema["parameters"]}
    return schema


def differences(one: Any, other: Any, at: str = "") -> Iterator[str]:
    """Yield the path of every difference."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{at}/{key.strip('/')}")
    elif one != other:
        yield at


@pytest.fixture
def openapi(
    installed: Callable[[Answers], Path], serve: Callable[[Path], Server]
) -> Callable[[Answers], dict[str, Any]]:
    """Return a function that serves a project and fetches its OpenAPI document."""

    def fetch(answers: Answers) -> dict[str, Any]:
        server = serve(installed(answers))
        document: dict[str, Any] = http_get(f"{server.url}/api/openapi.json").json()
        return document

    return fetch


# The paths of each feature: there with all of the answers, absent without.
FEATURES: Mapping[str, Answers] = {
    r"/api/v1/jobs(/.*)?": {"jobs": True},
    r"/api/v1/products/exports": {"jobs": True, "example": True},
    r"/api/v1/live(/.*)?": {"live": True},
    r"/api/v1/(models|completions|models/[^/]+/predictions)": {"ml": True},
    r"/api/v1/models/[^/]+/predictions/batches": {"jobs": True, "ml": True},
}
WITH_FEATURES: list[Answers] = [
    {"jobs": True, "ml": True},
    {"jobs": True, "ml": True, "auth": "none", "example": False},
]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        *(
            pytest.param(one, marks=pytest.mark.matrix)
            for one in ({"auth": "none"}, {"live": True}, *WITH_FEATURES)
        ),
    ],
    ids=str,
)
def test_django_and_fastapi_describe_the_same_api(
    openapi: Callable[[Answers], dict[str, Any]], answers: Answers
) -> None:
    fastapi, django = (openapi({"stack": stack, **answers}) for stack in ("fastapi", "django_drf"))
    assert (fastapi["openapi"], fastapi["info"]) == (django["openapi"], django["info"])
    assert fastapi["components"].get("securitySchemes") == django["components"].get("securitySchemes")
    found = list(
        differences(meaning(fastapi, fastapi["paths"]), meaning(django, django["paths"])),
    )
    rules = DIFFERENCES | LIVE_DIFFERENCES if answers.get("live") else DIFFERENCES
    assert [place for place in found if not any(re.fullmatch(rule, place) for rule in rules)] == []
    for rule, needed in FEATURES.items():
        described = [path for path in fastapi["paths"] if re.fullmatch(rule, path)]
        assert bool(described) == (needed.items() <= {**DEFAULTS, **answers}.items()), rule
    if not answers:
        unused = [rule for rule in DIFFERENCES if not any(re.fullmatch(rule, place) for place in found)]
        assert unused == []
