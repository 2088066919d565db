"""The stacks describe one API: their OpenAPI documents differ in what is listed here, with a reason."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from projects import Answers, Server

# Where the documents may differ, and why.
DIFFERENCES: Mapping[str, str] = {
    r".*/schema/properties/errors/default": "FastAPI writes its own default down; the answer is the same",
    r".*/200/.*/properties/(token_type|status)/(const|default)": "DRF has no constants",
    r"/(api/v1/auth|health)/\w+/(get|post)/responses/200/.*/schema/required": "a constant may be left out",
    r".*/email/format": "DRF names the format of an answer too; FastAPI gives back what is stored, unchecked",
    r".*/properties/price/format": "DRF names the format `decimal`, which JSON Schema does not know",
    r".*/requestBody/.*/(description|status)/default": "DRF shows them for a change as well",
    r".*/patch/requestBody/required": "to DRF a change of nothing may have no body",
    r".*/parameters/page/schema/format": "DRF says that it has 64 bits; so does the maximum",
    r".*/minLength": "DRF says 1 where the pattern or the choices already refuse an empty text",
}
WORDS = {"title", "description", "examples"}


def meaning(document: dict[str, Any], node: Any) -> Any:
    """Follow references and leave out what is only worded differently."""
    if isinstance(node, list):
        return [meaning(document, each) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        rest = {key: value for key, value in node.items() if key != "$ref"}
        return meaning(document, {**document["components"]["schemas"][name], **rest})
    said = {
        key: meaning(document, value)
        for key, value in node.items()
        if key not in WORDS or isinstance(value, dict)  # a field may be called `description`
    }
    if len(said.get("allOf", ())) == 1:
        said = {**said.pop("allOf")[0], **said}
    if isinstance(said.get("required"), list):
        said["required"] = sorted(said["required"])
    if said.get("required") is False:
        del said["required"]
    if isinstance(said.get("parameters"), list):
        said["parameters"] = {parameter["name"]: parameter for parameter in said["parameters"]}
    return said


def differences(one: Any, other: Any, at: str = "") -> Iterator[str]:
    """Name every place where the two say something else."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differences(one.get(key), other.get(key), f"{at}/{key.strip('/')}")
    elif one != other:
        yield at


@pytest.fixture
def said(
    installed: Callable[[Answers], Path], serve: Callable[[Path], Server]
) -> Callable[[Answers], dict[str, Any]]:
    """Ask a project's own server for its document."""

    def ask(answers: Answers) -> dict[str, Any]:
        server = serve(installed(answers))
        document: dict[str, Any] = httpx.get(f"{server.url}/api/openapi.json", timeout=30).json()
        return document

    return ask


@pytest.mark.parametrize("auth", ["jwt", pytest.param("none", marks=pytest.mark.matrix)])
def test_django_describes_the_api_as_fastapi_does(
    said: Callable[[Answers], dict[str, Any]], auth: str
) -> None:
    fastapi, django = (said({"stack": stack, "auth": auth}) for stack in ("fastapi", "django_drf"))
    assert (fastapi["openapi"], fastapi["info"]) == (django["openapi"], django["info"])
    assert fastapi["components"].get("securitySchemes") == django["components"].get("securitySchemes")
    found = list(
        differences(meaning(fastapi, fastapi["paths"]), meaning(django, django["paths"])),
    )
    assert [place for place in found if not any(re.fullmatch(rule, place) for rule in DIFFERENCES)] == []
    if auth == "jwt":
        unused = [rule for rule in DIFFERENCES if not any(re.fullmatch(rule, place) for place in found)]
        assert unused == []
