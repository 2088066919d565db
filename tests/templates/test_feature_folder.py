"""A feature is one folder: `tests/fixtures/features/toy` is added without a change of any other file."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from projects import DEFAULTS, ProjectCache, succeed
from pystack_init.questions.features import questions_of
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.manifest import read_tree
from pystack_init.rendering.render import render

TOY = Path(__file__).parents[1] / "fixtures" / "features" / "toy"
STACKS = ("fastapi", "django_drf", "hybrid")
# Which files each part brings, and which lines of shared files.
FILES = {
    "any": {"backend/greeting/__init__.py", "backend/greeting/words.py", "tests/greeting/test_greeting.py"},
    "api": {"backend/greeting/router.py"},
    "drf": {"backend/greeting/urls.py"},
    "django": {"backend/greeting/page.py", "tests/greeting/test_greeting_page.py"},
    "fastapi": {"tests/greeting/test_greeting_settings.py"},
    "hybrid": {"tests/hybrid/test_greeting.py"},
}
LINES = {
    "any": {
        ("pyproject.toml", '    "humanize>=4.12,<5",'),
        (".env.example", "# GREETING=hello"),
        ("backend/settings.py", '    greeting: str = "hello"'),
        ("justfile", "greet:"),
        ("compose.yaml", "  greeter:"),
    },
    "api": {
        ("backend/main.py", "from backend.greeting import router as greeting"),
        ("backend/main.py", "    app.include_router(greeting.router, prefix=PREFIX)"),
    },
    "drf": {
        ("backend/config/urls.py", '    urls.path("api/v1/", urls.include("backend.greeting.urls")),'),
    },
    "django": {
        ("backend/config/settings.py", '    "backend.greeting",'),
        (
            "backend/config/urls.py",
            '    urls.path("greeting/", urls.include("backend.greeting.page")),',
        ),
    },
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return the templates with the toy feature beside the others."""
    root = tmp_path / "templates"
    shutil.copytree(templates_root(), root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOY, root / "features" / "toy")
    return root


def contents(project: Path) -> Mapping[str, list[str]]:
    """Return the lines of each file."""
    return {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8").splitlines()
        for path in project.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("stack", STACKS)
def test_a_feature_adds_its_files_and_lines_and_nothing_else(tree: Path, stack: str, tmp_path: Path) -> None:
    answers = {**DEFAULTS, "stack": stack}
    render(tree, {**answers, "toy": False}, "shop", tmp_path / "without")
    render(tree, {**answers, "toy": True}, "shop", tmp_path / "with")
    before, after = contents(tmp_path / "without"), contents(tmp_path / "with")
    parts = read_tree(tree).parts(answers)
    assert after.keys() - before.keys() == set().union(*(FILES.get(part, set()) for part in parts))
    wanted = set().union(*(LINES.get(part, set()) for part in parts))
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {path for path, _ in wanted}
    assert {(path, line) for path, line in wanted if line not in after[path]} == set()
    for path in changed:
        assert [line for line in before[path] if line not in after[path]] == []


@pytest.mark.parametrize("stack", STACKS)
def test_without_its_answer_a_feature_leaves_no_trace(tree: Path, stack: str, tmp_path: Path) -> None:
    answers = {**DEFAULTS, "stack": stack}
    render(templates_root(), answers, "shop", tmp_path / "before")
    render(tree, answers, "shop", tmp_path / "after")
    assert contents(tmp_path / "after") == contents(tmp_path / "before")


def test_its_question_comes_from_its_folder(tree: Path) -> None:
    asked = {question.id: question for question in questions_of(read_tree(tree))}
    assert (asked["toy"].text, asked["toy"].default) == ("Add a greeting?", False)
    assert list(asked)[-1] == "toy"


@pytest.mark.matrix
@pytest.mark.parametrize("stack", STACKS)
def test_a_project_with_a_feature_is_clean_and_works(
    tree: Path, stack: str, tmp_path: Path, project_cache: ProjectCache
) -> None:
    project = tmp_path / "shop"
    render(tree, {**DEFAULTS, "stack": stack, "toy": True}, "shop", project)
    succeed(project, "uv", "lock")
    succeed(project, "uv", "run", "just", "check", env=project_cache.mypy({"stack": stack}))
    own = [path for part in FILES.values() for path in part if path.startswith("tests/")]
    succeed(project, "uv", "run", "just", "test", *(path for path in own if (project / path).exists()))
    assert "hello number one from shop" in succeed(project, "uv", "run", "just", "greet")
