"""Free text is escaped in every file format: files parse, and the text reads back as it was typed."""

import ast
import json
import tomllib
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from projects import Answers, ProjectCache, succeed

HOSTILE = {
    "quotes": """She said "it's" 'fine' \\"now\\" `too`""",
    "backslashes": "C:\\new\\table \\u0041 \\",
    "comments": "# no: comment; // -- <!-- x --> ;rem",
    "yaml": "- key: value, [a, {b: *c}] & !tag | > %d",
    "markup": "R&D &amp; <b>bold</b> *a* _b_ ~~c~~ [d](e) ![f](g) snake_case",
    "templates": "{{ 7*7 }} ${{ 7*7 }} {% raw %} # {% if x %} # {# gone #} $(id) ${HOME} %(a)s {0}",
    "list": "1. First of all",
    "heading": "C# and F #",
    "accents": "Café Ünïcode \N{EN DASH} “quoted” \N{RIGHT SINGLE QUOTATION MARK} İ ß 日本語 🎉",
    "long": "A service that says at length what it does, and does not stop, for two hundred characters. " * 2,
}
EVERYTHING: Answers = {"docker": True, "ci": "github", "database": "postgresql"}
STACKS: dict[str, Answers] = {
    "fastapi": EVERYTHING,
    "django_drf": {**EVERYTHING, "stack": "django_drf", "pages": True},
    "hybrid": {**EVERYTHING, "stack": "hybrid", "pages": True},
}

DOCUMENT_OF_FASTAPI = "from backend.main import create_app\ndocument = create_app().openapi()\n"
CLIENT = """
import django
django.setup()
from django.test import Client
client = Client(headers={"host": "localhost"})
"""
DOCUMENT_OF_DJANGO = "document = client.get('/api/openapi.json').json()\n"
PAGE = "page = client.get('/').content.decode()\n"
PRINT = "import json\nprint(json.dumps({'info': document['info'], 'page': page}))\n"
# One process for both, because each imports the whole application.
READ = {
    "fastapi": DOCUMENT_OF_FASTAPI + "page = ''\n" + PRINT,
    "django_drf": CLIENT + DOCUMENT_OF_DJANGO + PAGE + PRINT,
    "hybrid": DOCUMENT_OF_FASTAPI + CLIENT + PAGE + PRINT,
}


@pytest.fixture(params=HOSTILE)
def typed(request: pytest.FixtureRequest) -> str:
    """Return each hostile text, cut to the 200 characters that the questions allow."""
    return HOSTILE[request.param].strip()[:200].strip()


@pytest.fixture(
    params=["fastapi", *(pytest.param(one, marks=pytest.mark.matrix) for one in list(STACKS)[1:])]
)
def stack(request: pytest.FixtureRequest) -> str:
    """Return each stack."""
    return str(request.param)


@pytest.fixture
def project(typed: str, stack: str, render: Callable[[Answers], Path]) -> Path:
    """Render a project in which every free text is hostile."""
    return render({**STACKS[stack], "name": typed, "description": typed, "author": typed})


def inline_text(markdown: str) -> list[str]:
    """Return the visible text of headings and paragraphs, without markup and code."""
    blocks = [token for token in MarkdownIt("commonmark").parse(markdown) if token.type == "inline"]
    return ["".join(part.content for part in block.children or [] if part.type == "text") for block in blocks]


def test_it_reads_back_from_toml(typed: str, project: Path) -> None:
    meta = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert meta["description"] == typed
    assert meta["authors"] == [{"name": typed}]


def test_it_reads_back_from_yaml(typed: str, project: Path) -> None:
    for path in (*project.rglob("*.yml"), *project.rglob("*.yaml")):
        yaml.safe_load(path.read_text(encoding="utf-8"))
    answers = yaml.safe_load((project / ".pystack-init.yml").read_text(encoding="utf-8"))
    assert {answers[key] for key in ("name", "description", "author")} == {typed}


def test_it_reads_back_from_markdown(typed: str, project: Path) -> None:
    title, description, *_ = inline_text((project / "README.md").read_text(encoding="utf-8"))
    assert (title, description) == (typed, typed)
    assert inline_text((project / "AGENTS.md").read_text(encoding="utf-8"))[0] == f"Working on {typed}"


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0", "BSD-3-Clause", "proprietary"])
def test_the_licence_contains_the_author_as_typed(licence: str, render: Callable[[Answers], Path]) -> None:
    author = HOSTILE["templates"] + HOSTILE["quotes"]
    project = render({"license": licence, "author": author})
    file = "NOTICE" if licence == "Apache-2.0" else "LICENSE"
    assert author in (project / file).read_text(encoding="utf-8")


def test_code_stays_clean(project: Path, stack: str, project_cache: ProjectCache, tmp_path: Path) -> None:
    for path in project.rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))
    ruff = project_cache.tools(STACKS[stack]) / "ruff"
    succeed(project, str(ruff), "check", "--cache-dir", str(tmp_path), ".")
    succeed(project, str(ruff), "format", "--check", "--cache-dir", str(tmp_path), ".")


@pytest.mark.matrix
def test_the_api_and_the_pages_show_it_as_typed(
    typed: str, stack: str, project: Path, project_cache: ProjectCache, tmp_path: Path
) -> None:
    settings = {
        "TOKEN_SECRET": "0123456789" * 5,
        "SECRET_KEY": "0123456789" * 5,
        "ENVIRONMENT": "development",  # needs no collected static files
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "backend.config.settings",
        "PYTHONDONTWRITEBYTECODE": "1",  # the project folder is shared
    }
    python = project_cache.tools(STACKS[stack]) / "python"
    shown = json.loads(succeed(project, str(python), "-c", READ[stack], env=settings))
    assert (shown["info"]["title"], shown["info"]["description"]) == (typed, typed)
    if stack != "fastapi":
        assert f"<h1>{escape(typed)}</h1>" in shown["page"]
        assert f"<p>{escape(typed)}</p>" in shown["page"]
