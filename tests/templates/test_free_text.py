"""What people type lands in seven languages; it parses in each of them and reads back as it was typed."""

import ast
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from projects import Answers, Workshop, succeed

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

ASK = "from backend.api.main import create_app; import json; print(json.dumps(create_app().openapi()))"


@pytest.fixture(params=HOSTILE)
def typed(request: pytest.FixtureRequest) -> str:
    """Give one hostile text after the other, no longer than the questions allow."""
    return HOSTILE[request.param].strip()[:200].strip()


@pytest.fixture
def project(typed: str, render: Callable[[Answers], Path]) -> Path:
    """Render a project in which every free text is hostile."""
    return render({**EVERYTHING, "name": typed, "description": typed, "author": typed})


def inline_text(markdown: str) -> list[str]:
    """Read what a person sees of headings and paragraphs: markup and code make it differ from the source."""
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
def test_the_licence_names_the_author_as_typed(licence: str, render: Callable[[Answers], Path]) -> None:
    author = HOSTILE["templates"] + HOSTILE["quotes"]
    project = render({"license": licence, "author": author})
    file = "NOTICE" if licence == "Apache-2.0" else "LICENSE"
    assert author in (project / file).read_text(encoding="utf-8")


def test_code_stays_clean(project: Path, workshop: Workshop, tmp_path: Path) -> None:
    for path in project.rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))
    ruff = workshop.tools(EVERYTHING) / "ruff"
    succeed(project, str(ruff), "check", "--cache-dir", str(tmp_path), ".")
    succeed(project, str(ruff), "format", "--check", "--cache-dir", str(tmp_path), ".")


@pytest.mark.matrix
def test_the_api_is_called_as_typed(typed: str, project: Path, workshop: Workshop, tmp_path: Path) -> None:
    python = workshop.tools(EVERYTHING) / "python"
    settings = {"TOKEN_SECRET": "0" * 32, "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    apart = {"PYTHONDONTWRITEBYTECODE": "1"}  # the project is shared
    info = json.loads(succeed(project, str(python), "-c", ASK, env={**settings, **apart}))["info"]
    assert (info["title"], info["description"]) == (typed, typed)
