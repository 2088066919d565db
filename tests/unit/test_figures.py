"""A figure that stands in two places is the same in both."""

import json
import re
import tomllib
from collections.abc import Iterator
from itertools import product
from math import prod
from pathlib import Path

import pytest

import pystack_init.lifecycle.problems
import pystack_init.results.doctor
import pystack_init.system.trees  # noqa: F401 - all three declare errors
from pystack_init import COMMANDS, errors
from pystack_init.cli import request as _request  # noqa: F401 - imports every module that defines an error
from pystack_init.cli.main import main
from pystack_init.questions.project import PYTHON_VERSIONS, QUESTIONS
from pystack_init.questions.selection import SELECTION
from pystack_init.questions.stacks import STACKS
from pystack_init.recommendation.articles import ARTICLES
from pystack_init.recommendation.benchmarks import measured
from pystack_init.recommendation.comparison import ROWS
from pystack_init.recommendation.rules import HARD_RULES
from pystack_init.rendering.context import context_of
from pystack_init.rendering.manifest import read_tree
from pystack_init.system.signals import SIGNALS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
API = json.loads((ROOT / "benchmarks/results/api.json").read_text(encoding="utf-8"))
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ORDINALS = {5: "fifth", 6: "sixth", 7: "seventh"}
# The rows of the README's table, as `benchmarks/api.py` calls them.
OPERATIONS = {
    "list": "a page of 100 products, with the count",
    "get": "one product",
    "create": "a new product, signed in",
}


def text_of(*pages: str) -> str:
    """Return pages as one line."""
    return " ".join(" ".join((ROOT / page).read_text(encoding="utf-8").split()) for page in pages)


def with_range(figures: dict[str, float]) -> str:
    """Write a multiple of the baseline as the README does, with three digits."""
    median, lowest, highest = (f"{figures[key]:#.3g}" for key in ("times_baseline", "lowest", "highest"))
    return f"{median} ({lowest} to {highest})"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_readmes_benchmarks_are_those_of_the_run(operation: str) -> None:
    cells = [with_range(API[operation][stack.id]) for stack in STACKS]
    assert f"| {OPERATIONS[operation]} | {' | '.join(cells)} |\n" in README


def test_the_figures_of_jobs_and_models_are_those_of_the_runs() -> None:
    page = (ROOT / "docs/explanation.md").read_text(encoding="utf-8")
    jobs, models = (
        json.loads((ROOT / f"benchmarks/results/{name}.json").read_text(encoding="utf-8"))
        for name in ("jobs", "models")
    )
    for name, one in jobs.items():
        part = f"{one['part_of_delay']} ({one['lowest']} to {one['highest']})"
        assert (
            f"| {name} | {one['jobs_per_second']:.0f} | {part} | {one['p50_ms']} | {one['p99_ms']} |\n"
            in page
        )
    for instances, row in models.items():
        for name, one in row.items():
            times = f"{one['times_loop']} ({one['lowest']} to {one['highest']})"
            rate = f"{one['predictions_per_second']:,} | {one['p99_ms']:.2f}"
            assert f"| {instances} | {name} | {rate} | {times} |\n" in page


def test_the_bare_django_view_of_the_readme_is_the_one_of_the_run() -> None:
    figures = with_range(API["list"]["Django view, orjson"])
    assert f"takes {figures.replace(' (', ' times the baseline (')}" in text_of("README.md")


def test_the_bars_of_the_picture_are_the_figures_of_the_run() -> None:
    bars = re.findall(r"<!-- ([0-9.]+)x -->", (ROOT / "docs/api.svg").read_text(encoding="utf-8"))
    assert bars == [f"{one['times_baseline']:.1f}" for row in API.values() for one in row.values()]


@pytest.mark.parametrize("row", measured()["rows"], ids=lambda row: row["id"])
def test_compare_shows_ratios_of_the_same_run(row: dict[str, object]) -> None:
    figures, ratios = API[row["id"]], row["ratios"]
    assert isinstance(ratios, dict)
    for stack, ratio in ratios.items():
        least = figures["django_drf"]["lowest"] / figures[stack]["highest"]
        most = figures["django_drf"]["highest"] / figures[stack]["lowest"]
        assert least <= ratio + 0.005, stack
        assert ratio - 0.005 <= most, stack


def test_other_templates_take_the_same_in_the_readme_and_in_the_benchmark() -> None:
    found = re.findall(
        r"full-stack-fastapi-template\)? took (\S+) and cookiecutter-django with DRF (\S+)\.", README
    )
    code = " ".join((ROOT / "benchmarks/api.py").read_text(encoding="utf-8").replace("#", "").split())
    assert found == re.findall(
        r"takes (\S+) \(full-stack-fastapi-template\) and (\S+) \(cookiecutter-django with DRF\)", code
    )


def test_the_number_of_questions_is_the_same_everywhere() -> None:
    asked = len(SELECTION)
    assert f"There are {NUMBERS[asked - 1]} questions, and a {ORDINALS[asked]} if" in README
    assert f"A shortcut for the {NUMBERS[asked]} questions" in text_of(
        "src/pystack_init/questions/selection.py"
    )


def test_the_number_of_sets_of_answers_is_the_same_everywhere() -> None:
    sets = prod(len(question.values) for question in SELECTION)
    assert sets == len(list(product(*(question.values for question in SELECTION))))
    pages = text_of("CONTRIBUTING.md", "docs/decisions/0020-how-a-stack-is-recommended.md")
    assert set(re.findall(r"(\d+) sets of answers", pages)) == {str(sets)}


def test_the_articles_of_the_readme_are_those_of_the_rules() -> None:
    rows = re.findall(r"^\| (\d{3}) \| (.+) \|$", README, re.MULTILINE)
    assert dict(rows) == ARTICLES
    counted = re.findall(
        rf"\b({'|'.join(NUMBERS)}) articles", README + text_of("docs/reference.md"), re.IGNORECASE
    )
    assert {one.lower() for one in counted} == {NUMBERS[len(ARTICLES)]}


def test_the_stacks_of_the_readme_are_those_of_the_command() -> None:
    assert f"| | {' | '.join(f'`{stack.id}`' for stack in STACKS)} |" in README


def test_the_commands_of_the_readme_are_those_of_the_help() -> None:
    assert tuple(re.findall(r"^\| `pystack-init (\w+)", README, re.MULTILINE)) == COMMANDS


def test_the_oldest_python_is_the_same_everywhere() -> None:
    oldest = PYTHON_VERSIONS[0]
    assert f'requires-python = ">={oldest}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for page in ("README.md", "docs/tutorial.md"):
        assert f"You need Python {oldest} or newer" in text_of(page)


def test_the_coverage_of_the_readme_is_the_one_that_projects_demand() -> None:
    template = tomllib.loads((ROOT / "templates/template.toml").read_text(encoding="utf-8"))
    least = template["variables"]["coverage_threshold"]
    assert least["accounts"] == least["accounts catalog"]
    alone = f"{least['any']} % without accounts, less with `live` but no example"
    assert f"at least {least['accounts']} % branch coverage ({alone})" in text_of("README.md")


@pytest.mark.parametrize(
    ("answers", "least"),
    [
        ({}, "90"),
        ({"live": True}, "90"),
        ({"example": False}, "90"),
        ({"example": False, "live": True}, "88"),
        ({"auth": "none"}, "88"),
        ({"auth": "none", "live": True}, "88"),
        ({"auth": "none", "example": False}, "88"),
        ({"auth": "none", "example": False, "live": True}, "83"),
    ],
)
def test_only_live_updates_without_the_example_lower_the_coverage(
    answers: dict[str, str | bool], least: str
) -> None:
    every = {question.id: question.default for question in QUESTIONS} | {"name": "shop"} | answers
    assert context_of(read_tree(ROOT / "templates"), every, "shop")["coverage_threshold"] == least


def test_every_hard_rule_is_named_where_the_choice_is_explained() -> None:
    named = [*(rule.id for rule in HARD_RULES), "R4"]
    assert named == ["R1", "R2", "R3", "R4"]
    choosing = (ROOT / "docs/choosing.md").read_text(encoding="utf-8")
    assert re.findall(r"^- \*\*(R\d)\*\*", choosing, re.MULTILINE) == named


def test_every_exit_code_is_documented() -> None:
    table = (ROOT / "docs/reference.md").read_text(encoding="utf-8").partition("## Exit codes")[2]
    documented = {
        int(code) for row in re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE) for code in row.split(",")
    }
    assert documented == {
        0,
        *(one.exit_code for one in family(errors.PystackError)),
        *(128 + signum for signum in SIGNALS),
    }


def family(error: type[errors.PystackError]) -> Iterator[type[errors.PystackError]]:
    """Yield an error and all that derive from it."""
    yield error
    for narrower in error.__subclasses__():
        yield from family(narrower)


def test_the_tree_of_errors_has_every_error_with_its_exit_code() -> None:
    drawn = dict(re.findall(r"^[│├└─ ]*(\w+) +(\d+)  ", str(errors.__doc__), re.MULTILINE))
    assert drawn == {one.__name__: str(one.exit_code) for one in family(errors.PystackError)}


def test_the_files_in_the_picture_are_those_that_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "shop", "--defaults", "--dry-run", "--json", "--no-workspace"]) == 0
    count = json.loads(capsys.readouterr().out)["data"]["files"]["count"]
    picture = (ROOT / "docs/session.svg").read_text(encoding="utf-8").replace("&#160;", " ")
    assert max(map(int, re.findall(r"\b(\d+) files\b", picture))) == count


def test_the_memory_that_makes_no_difference_is_the_one_that_the_articles_claim() -> None:
    claimed = " ".join(str(row) for row in ROWS if row.id == "memory")
    assert re.search(r"80 MB", claimed)
    assert re.search(r"120 MB", claimed)
