"""A hybrid has the API and the token format of the FastAPI stack."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pairs import FACTORS, all_pairs
from projects import Answers, ProjectCache, succeed

DOCUMENT = "import json; from backend.main import create_app; print(json.dumps(create_app().openapi()))"
SECRETS: Mapping[str, str] = dict.fromkeys(("SECRET_KEY", "TOKEN_SECRET"), "0123456789" * 5)
SHAPES = all_pairs({key: FACTORS[key] for key in ("auth", "example")})
# Shared files: every stack accepts the tokens and password hashes of the others.
ONE_FORMAT = (
    "backend/platform/security/tokens.py",
    "backend/platform/security/passwords.py",
    "backend/platform/security/common_passwords.txt",
)


@pytest.mark.parametrize("answers", SHAPES, ids=str)
def test_the_openapi_document_equals_fastapis(
    render: Callable[[Answers], Path], project_cache: ProjectCache, answers: Answers
) -> None:
    python = str(project_cache.tools({"stack": "hybrid"}) / "python")
    # The hybrid's environment also runs the FastAPI project: it has the same dependencies, and Django.
    documents: list[dict[str, Any]] = [
        json.loads(succeed(render({**answers, "stack": stack}), python, "-c", DOCUMENT, env=SECRETS))
        for stack in ("fastapi", "hybrid")
    ]
    assert documents[0] == documents[1]


@pytest.mark.parametrize("path", ONE_FORMAT)
def test_tokens_and_passwords_have_one_format(render: Callable[[Answers], Path], path: str) -> None:
    stacks = [render({"stack": stack}) for stack in ("hybrid", "fastapi", "django_drf")]
    texts = {(project / path).read_bytes() for project in stacks if (project / path).exists()}
    assert len(texts) == 1
