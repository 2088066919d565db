"""The table of guarantees names tests that exist, and that run in the stacks of their row."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/guarantees.md").read_text(encoding="utf-8")
TEMPLATE = tomllib.loads((ROOT / "templates/template.toml").read_text(encoding="utf-8"))
# The parts that a stack always has.
PARTS: dict[str, set[str]] = {
    stack: {*parts} - {*TEMPLATE["optional_parts"].get(stack, ())}
    for stack, parts in TEMPLATE["stacks"].items()
}
LAST = 49
# The folder of a part, in a template or in the fixtures with the same layout; of a stack in tests/templates.
NAMES = "|".join({part for parts in PARTS.values() for part in parts})
NAMED = re.compile(r"`([\w/.-]+::\w+)`")
OF_A_PART = re.compile(rf".*/({NAMES})/(?:tests/|test_).*")


class Guarantee(NamedTuple):
    """A row of the table."""

    number: int
    text: str
    stacks: set[str]
    tests: list[str]


ROWS = [
    Guarantee(
        int(number),
        text,
        set(PARTS) if stacks == "all" else set(re.findall(r"`(\w+)`", stacks)),
        NAMED.findall(tests),
    )
    for number, text, stacks, tests in re.findall(
        r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", PAGE, flags=re.MULTILINE
    )
]
FAILURES = re.findall(
    r"^\| (.+) \| (.+) \|$", (ROOT / "docs/failures.md").read_text(encoding="utf-8"), flags=re.MULTILINE
)
TESTS = sorted({*(test for row in ROWS for test in row.tests), *NAMED.findall(str(FAILURES))})


@cache
def functions(path: str) -> set[str]:
    """Return the test functions of a file, which may be a template."""
    file = ROOT / path
    tree = ast.parse((file if file.exists() else ROOT / f"{path}.jinja").read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def stacks_of(test: str) -> set[str]:
    """Return the stacks that run a test: those with the part of its folder, else all."""
    found = OF_A_PART.fullmatch(test)
    return {stack for stack, parts in PARTS.items() if not found or found[1] in parts}


def test_every_number_is_in_the_table() -> None:
    numbers = [row.number for row in ROWS]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, LAST + 1))
    assert len(ROWS) == len(re.findall(r"^\| \d", PAGE, flags=re.MULTILINE))


def test_each_sentence_about_a_failure_names_its_tests() -> None:
    sentences = {text: tests for text, tests in FAILURES if text not in {"what happens", "---"}}
    assert len(sentences) > 15
    assert [text for text, tests in sentences.items() if not NAMED.search(tests)] == []


@pytest.mark.parametrize("test", TESTS)
def test_every_named_test_exists(test: str) -> None:
    path, _, name = test.partition("::")
    assert name.startswith("test_")
    assert name in functions(path)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number} {row.text}")
def test_the_tests_of_a_row_run_in_its_stacks(row: Guarantee) -> None:
    assert row.tests
    assert row.stacks
    assert row.stacks <= {stack for test in row.tests for stack in stacks_of(test)}
