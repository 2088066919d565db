"""`options`: every question, as text and as JSON."""

import json
import re
from collections.abc import Callable
from typing import Any

from pystack_init.questions.selection import EVERY_QUESTION


def test_the_schema_states_every_question(run: Callable[..., Any]) -> None:
    ran = run("options", "--json")
    document = json.loads(ran.out)
    assert (ran.code, ran.err, document["ok"], document["command"]) == (0, "", True, "options")
    schema = document["data"]["schema"]
    assert schema["additionalProperties"] is False
    assert list(schema["properties"]) == list(EVERY_QUESTION)
    for row in schema["properties"].values():
        assert row["title"]
        assert row["description"]
        assert "default" in row
        assert ("enum" in row) + (row["type"] == "boolean") + ("pattern" in row) == 1


def test_the_schema_accepts_its_own_defaults(run: Callable[..., Any]) -> None:
    for row in json.loads(run("options", "--json").out)["data"]["schema"]["properties"].values():
        if "enum" in row:
            assert row["default"] in row["enum"]
        elif "pattern" in row:
            assert re.search(row["pattern"], row["default"])
            assert not re.search(row["pattern"], "a\nb")


def test_a_stack_may_be_left_to_the_recommendation(run: Callable[..., Any]) -> None:
    properties = json.loads(run("options", "--json").out)["data"]["schema"]["properties"]
    assert properties["stack"]["enum"] == ["fastapi", "django_drf", "hybrid", "auto"]
