"""Templates stay real source: they parse, hold few tags, and ask only for names that the tree knows."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from pairs import ROWS
from projects import DEFAULTS, Answers
from pystack_init.questions.project import BY_ID
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.context import context_of
from pystack_init.rendering.layers import SUFFIX, resolve
from pystack_init.rendering.manifest import read_tree

ROOT = templates_root()
TREE = read_tree(ROOT)
CONTROL = "# {%"
HOLE = re.compile(r"(?<!\$)\{\{ [a-z_]+ \}\}")
MOST_IN_ALL = 0.02
MOST_IN_A_FILE = 0.20
# A template of a resource has a loop for each list of fields.
MOST_IN_A_RESOURCE = 0.30
RESOURCE = "resource/"
# Where answers meet: a hole a line is the shortest way to say what they add.
EXEMPT = {"pyproject.toml.jinja", "compose.yaml.jinja", "README.md.jinja", ".env.example.jinja"}
# Not ours to word: licences, the lists and assets of others.
FOREIGN = ("LICENSE", "common_passwords.txt", "/static/", ".svg", ".png", ".onnx")

TEMPLATES = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.rglob(f"*{SUFFIX}"))]


def parse_yaml(text: str) -> object:
    """Read the structure only: `{{ name }}` is a mapping in a mapping, which no Python dict can hold."""
    return yaml.compose(text)


PARSERS: dict[str, Callable[[str], object]] = {
    ".py": ast.parse,
    ".toml": tomllib.loads,
    ".yaml": parse_yaml,
    ".yml": parse_yaml,
}


def lines_of(path: Path) -> tuple[int, int]:
    """Count the lines of a template, and those that hold a tag."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return len(lines), sum(CONTROL in line for line in lines)


@pytest.mark.parametrize("template", [path for path in TEMPLATES if Path(path[:-6]).suffix in PARSERS])
def test_a_template_parses_as_what_it_becomes(template: str) -> None:
    PARSERS[Path(template.removesuffix(SUFFIX)).suffix]((ROOT / template).read_text(encoding="utf-8"))


@pytest.mark.parametrize("template", [path for path in TEMPLATES if Path(path).name not in EXEMPT])
def test_a_template_is_mostly_text(template: str) -> None:
    lines, tags = lines_of(ROOT / template)
    assert tags <= (MOST_IN_A_RESOURCE if template.startswith(RESOURCE) else MOST_IN_A_FILE) * lines


def test_the_templates_are_nearly_all_text() -> None:
    paths = [one for one in ROOT.rglob("*") if one.is_file() and not foreign(one)]
    counts = [lines_of(path) for path in paths if not path.relative_to(ROOT).as_posix().startswith(RESOURCE)]
    assert sum(tags for _, tags in counts) <= MOST_IN_ALL * sum(lines for lines, _ in counts)


def foreign(path: Path) -> bool:
    """Say whether a file's words are somebody else's, or no words at all."""
    return "__pycache__" in path.parts or any(part in path.as_posix() for part in FOREIGN)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_tag_stands_alone_and_holds_a_bare_name(template: str) -> None:
    loops = r"|for f in [a-z_]+|endfor" if template.startswith(RESOURCE) else ""
    allowed = re.compile(rf"\s*# \{{%-? (?:if [a-z_]+|endif|raw|endraw{loops}) %\}}")
    text = (ROOT / template).read_text(encoding="utf-8")
    tags = [line for line in text.splitlines() if CONTROL in line]
    assert [line for line in tags if not allowed.fullmatch(line)] == []
    depth = 0
    for line in tags:
        depth += " if " in line
        assert depth < 2, "conditions are not nested"
        depth -= "endif" in line


def test_every_name_that_a_template_asks_for_is_known_and_the_other_way_round() -> None:
    sources = [
        one for one in (*ROOT.rglob(f"*{SUFFIX}"), *ROOT.rglob("*.toml")) if RESOURCE not in one.as_posix()
    ]
    asked = re.compile(r"\{\{ ([a-z_]+) \}\}|\{% if ([a-z_]+) %\}")
    names = {
        name for path in sources for pair in asked.findall(path.read_text(encoding="utf-8")) for name in pair
    } - {""}
    assert names <= context_of(TREE, DEFAULTS, "shop").keys()
    assert TREE.variables.keys() <= names


def test_every_slot_has_a_marker_and_every_marker_is_a_slot() -> None:
    marked = {
        slot
        for template in TEMPLATES
        for slot in re.findall(r"# slot: (\S+)", (ROOT / template).read_text(encoding="utf-8"))
    }
    assert marked == TREE.slots.keys()


def test_only_a_feature_asks_for_features() -> None:
    features = {feature.condition for feature in TREE.features}
    asked = {
        (template, name)
        for template in TEMPLATES
        if template.startswith("core/")
        for name in re.findall(r"\{% if ([a-z_]+) %\}", (ROOT / template).read_text(encoding="utf-8"))
    }
    assert {(template, name) for template, name in asked if name in features} == set()


def test_the_questions_offer_what_the_tree_knows() -> None:
    assert {question: BY_ID[question].values for question in TREE.answers} == TREE.answers
    assert set(BY_ID["stack"].values) == TREE.stacks.keys()
    licenses = {folder.name for folder in (ROOT / "options" / "license").iterdir()}
    assert licenses == set(BY_ID["license"].values)


def test_an_override_overrides_something() -> None:
    written = [
        path.relative_to(ROOT).as_posix().removesuffix(SUFFIX) for path in ROOT.rglob("*") if path.is_file()
    ]
    for path in TREE.overrides:
        assert sum(one.endswith(f"/{path}") for one in written) > 1, path


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_every_combination_resolves(row: int) -> None:
    assert resolve(TREE, {**DEFAULTS, **ROWS[row]})
    assert resolve(TREE, {**DEFAULTS, **ROWS[row], "stack": "hybrid", "uses_drf": True})


def rendered_texts(project: Path) -> Iterator[tuple[str, str]]:
    """Read every text of a project that is ours."""
    for path in sorted(project.rglob("*")):
        if path.is_file() and not foreign(path):
            yield path.relative_to(project).as_posix(), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_a_rendered_file_shows_no_trace_of_its_template(row: int, render: Callable[[Answers], Path]) -> None:
    for path, text in rendered_texts(render(ROWS[row])):
        blank = 2 if path.endswith((".py", ".mako")) else 1
        assert CONTROL not in text, path
        assert not HOLE.search(text) or path == "justfile" or path.endswith((".html", ".txt")), path
        assert not re.search(r"[ \t]$", text, flags=re.MULTILINE), f"{path}: trailing whitespace"
        assert "\n" * (blank + 2) not in text, f"{path}: blank lines left over"
        assert not text.startswith("\n"), f"{path}: begins with a blank line"
        assert not text or re.search(r"\S\n\Z", text), f"{path}: must end with one newline"


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_a_rendered_file_fits_a_screen_or_two(row: int, render: Callable[[Answers], Path]) -> None:
    project = render(ROWS[row])
    long = {path: text.count("\n") for path, text in rendered_texts(project) if text.count("\n") > 120}
    # Lists that are looked up, not read; each feature adds settings to the second.
    for path in ("pyproject.toml", "backend/settings.py"):
        long.pop(path, None)
    assert long == {}
