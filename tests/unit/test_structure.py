"""Limits on the source: short modules, short functions, and flags only in certain modules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "pystack_init"
MODULES = sorted(SRC.rglob("*.py"))
# They write flags for users; everything else carries fields and suggestions.
WRITE_FLAGS = ("cli/", "terminal/", "planning/command_line.py")
# They start git and uv, or name a command of another program as the fix of a problem.
OTHER_PROGRAMS = {
    "commands/change.py": {"--offline"},
    "commands/doctor.py": {"--force-reinstall", "--global", "--version", "--format"},
    "commands/database_checks.py": {"--no-sync"},
    "commands/project_checks.py": {"--check", "--offline"},
    "commands/step_list.py": {
        "--no-dev",
        "--no-sync",
        "--offline",
        "--initial-branch",
        "--all",
        "--message",
        "--amend",
        "--reset-author",
        "--no-edit",
    },
    "lifecycle/formatting.py": {"--config", "--force-exclude", "--quiet"},
    "lifecycle/resources.py": {"--config", "--fix-only", "--no-cache", "--quiet", "--select"},
    "lifecycle/releases.py": {"--git-dir", "--mirror", "--quiet"},
    "questions/stacks.py": {"--check-heads", "--check"},
    "system/git.py": {
        "--all",
        "--",
        "--cached",
        "--get",
        "--ignore-unmatch",
        "--index-info",
        "--initial-branch",
        "--message",
        "--name-only",
        "--no-filters",
        "--no-renames",
        "--no-verify",
        "--porcelain",
        "--quiet",
        "--show-prefix",
        "--stdin",
        "--untracked-files",
        "--verify",
    },
    "system/trees.py": {
        "--all",
        "--bare",
        "--batch",
        "--force",
        "--full-tree",
        "--index-info",
        "--no-messages",
        "--quiet",
        "--stage",
        "--stdin",
        "--write-tree",
    },
    # It runs before any import.
    "__main__.py": {"--version", "--json"},
}


def ids(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_a_module_has_at_most_250_lines(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 250


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_a_function_has_at_most_40_lines(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))
    lengths = {one.name: (one.end_lineno or one.lineno) - one.lineno + 1 for one in functions}
    assert {name: length for name, length in lengths.items() if length > 40} == {}


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_only_the_command_line_and_the_terminal_write_flags(module: Path) -> None:
    name = ids(module)
    if name.startswith(WRITE_FLAGS):
        return
    tree = ast.parse(module.read_text(encoding="utf-8"))
    flags = {flag for text in literals(tree) for flag in re.findall(r"(?<![\w-])--(?:[a-z][a-z-]*|$)", text)}
    assert flags <= OTHER_PROGRAMS.get(name, set())


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_only_the_row_of_a_stack_holds_its_id(module: Path) -> None:
    if ids(module) == "questions/stacks.py":
        return
    found = set(literals(ast.parse(module.read_text(encoding="utf-8"))))
    assert found & {"django_drf", "hybrid"} == set()  # `fastapi` is also an answer to `team`


def literals(tree: ast.Module) -> Iterator[str]:
    """Find the strings of a module without docstrings; an interpolated value ends a text."""
    documented = (
        one for one in ast.walk(tree) if isinstance(one, ast.Module | ast.ClassDef | ast.FunctionDef)
    )
    docstrings = {
        id(one.body[0].value) for one in documented if one.body and isinstance(one.body[0], ast.Expr)
    }
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in docstrings:
            yield one.value
