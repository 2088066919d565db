"""What a project's pages name is there, and what its code defines is asked for, in every shape of a stack."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pairs import FACTORS, all_pairs, each_feature_alone
from projects import Answers

SHAPES: list[Answers] = [
    *all_pairs({key: FACTORS[key] for key in ("stack", "auth", "example", "pages")}),
    *each_feature_alone(),
]
QUOTED = re.compile(r"`([\w.*/-]+)`")
SUFFIXES = (".py", ".toml", ".md", ".yaml", ".yml", ".lock")
NO_PATH = ("/", "application/")  # a path of HTTP, a media type
# The files of a domain to come, one that nobody shall make, and what the first commands make.
OF_A_DOMAIN = {"models.py", "admin.py", "serializers.py", "views.py", "urls.py"}
OF_A_DOMAIN |= {"tables.py", "schemas.py", "service.py", "router.py"}
NOT_YET = OF_A_DOMAIN | {"utils.py", "uv.lock", ".postgresql/", "clients/"}
# Found by their place or their base class, and what FastAPI keeps for domains to come.
ASKED_FOR_ELSEWHERE = {"handler500", "urlpatterns", "TokenScheme", "__all__"}
KEPT = {"PREFIX", "NOT_BLANK", "containing", "OPTIONAL_SIGN_IN"}
BY_NAME = re.compile(r"backend/config/settings\.py|.*/(?:apps|__main__)\.py|.*/(?:migrations|commands)/.*")


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_path_in_its_pages_exists(shape: Answers, render: Callable[[Answers], Path]) -> None:
    project = render(shape)
    named = {
        (page, path)
        for page in project.rglob("*.md")
        for path in QUOTED.findall(page.read_text(encoding="utf-8"))
        if ("/" in path or path.endswith(SUFFIXES)) and not path.startswith(NO_PATH)
        if path not in NOT_YET and "X" not in path.split("/")
    }
    assert len(named) > 5
    missing = {
        (page.name, path) for page, path in named if not (there(project, path) or there(page.parent, path))
    }
    assert missing == set()


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_readme_of_platform_lists_its_files(shape: Answers, render: Callable[[Answers], Path]) -> None:
    platform = render(shape) / "backend" / "platform"
    table = (platform / "README.md").read_text(encoding="utf-8").partition("## Limits")[0]
    listed = {path for path in QUOTED.findall(table) if (platform / path).exists()}
    files = {
        path
        for path in platform.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and path.name not in {"__init__.py", "README.md"}
    }
    missing = {
        path.relative_to(platform).as_posix()
        for path in files
        if not listed & {each.relative_to(platform).as_posix() for each in (path, path.parent)}
    }
    assert missing == set()


def there(project: Path, path: str) -> bool:
    """Say whether a path, or the name of a file in some folder, is in the project."""
    return any(project.glob(path if "/" in path else f"**/{path}"))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_name_in_its_code_is_used_tested_or_documented(
    shape: Answers, render: Callable[[Answers], Path]
) -> None:
    project = render(shape)
    texts = {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8")
        for path in project.rglob("*")
        if path.suffix in {".py", ".md", ".html"} and path.name != "conftest.py"
    }
    times = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))
    dead = {
        (path, name)
        for path, text in texts.items()
        if path.startswith("backend/") and path.endswith(".py") and not BY_NAME.fullmatch(path)
        for name in names(ast.parse(text))
        if times[name] == 1
    }
    assert {(path, name) for path, name in dead if name not in ASKED_FOR_ELSEWHERE | KEPT} == set()


def names(module: ast.Module) -> Iterator[str]:
    """List what a module defines; what has a decorator was handed to somebody by it."""
    for node in module.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() if not node.decorator_list:
                yield node.name
            case ast.Assign():
                targets = [each for target in node.targets for each in ast.walk(target)]
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
