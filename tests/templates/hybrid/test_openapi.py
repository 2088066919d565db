"""A hybrid has the API and the token format of the FastAPI stack."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pairs import FACTORS, all_pairs
from projects import Answers, ProjectCache, succeed

DOCUMENT = "import json; from backend.main import create_app; print(json.dumps(create_app().openapi()))"
# In development, features need no addresses of other servers.
SETTINGS: Mapping[str, str] = {
    "ENVIRONMENT": "development",
    **dict.fromkeys(("SECRET_KEY", "TOKEN_SECRET"), "0123456789" * 5),
}
SHAPES = all_pairs({key: FACTORS[key] for key in ("auth", "example")})
FEATURES = {"jobs": True, "live": True, "ml": True}
WITH_FEATURES = [pytest.param({**shape, **FEATURES}, marks=pytest.mark.matrix) for shape in SHAPES]
TOKENS = "backend/platform/security/tokens.py"
# Print the passwords of Django's own list that the project accepts.
ACCEPTED = """
import gzip
from pathlib import Path
import django
from backend.platform.security.passwords import is_guessable
path = Path(django.__file__).with_name("contrib") / "auth" / "common-passwords.txt.gz"
words = gzip.decompress(path.read_bytes()).decode().split()
print(len(words), [word for word in words if len(word) >= 8 and not is_guessable(word)])
"""


@pytest.mark.parametrize("answers", [*SHAPES, *WITH_FEATURES], ids=str)
def test_the_openapi_document_equals_fastapis(
    render: Callable[[Answers], Path], project_cache: ProjectCache, answers: Answers
) -> None:
    features = {key: answer for key, answer in answers.items() if key in FEATURES}
    python = str(project_cache.tools({"stack": "hybrid", **features}) / "python")
    # The hybrid's environment also runs the FastAPI project: it has the same dependencies, and Django.
    documents: list[dict[str, Any]] = [
        json.loads(succeed(render({**answers, "stack": stack}), python, "-c", DOCUMENT, env=SETTINGS))
        for stack in ("fastapi", "hybrid")
    ]
    assert documents[0] == documents[1]


def test_tokens_have_one_format(render: Callable[[Answers], Path]) -> None:
    texts = {(render({"stack": stack}) / TOKENS).read_bytes() for stack in FACTORS["stack"]}
    assert len(texts) == 1


@pytest.mark.parametrize("stack", ["fastapi", "hybrid"])
def test_djangos_common_passwords_are_refused(
    render: Callable[[Answers], Path], project_cache: ProjectCache, stack: str
) -> None:
    python = str(project_cache.tools({"stack": "hybrid"}) / "python")
    assert succeed(render({"stack": stack}), python, "-c", ACCEPTED, env=SETTINGS) == "19646 []\n"
