"""Layers: a template's folder states when it exists, and a later layer wins where that is allowed."""

from pathlib import Path

import pytest

from pystack_init.rendering.layers import resolve
from pystack_init.rendering.manifest import TemplatesUnreadable, read_tree
from pystack_init.rendering.render import render

MANIFEST = """\
format = 1
overrides = ["a.py", "b.py"]
[stacks]
fastapi = ["any", "api"]
hybrid = ["any", "api", "drf", "hybrid"]
[optional_parts.hybrid]
drf = "uses_drf"
[answers]
python = ["3.11", "3.12"]
"""
FILES = {
    "template.toml": MANIFEST,
    "core/any/kept.txt": "",
    "core/any/a.py": "core",
    "core/any/b.py.jinja": "core\n",
    "core/drf/drf.py": "",
    "core/hybrid/both.py": "",
    "core/without/drf/any/alone.py": "",
    "core/any/__pycache__/a.pyc": "",
    "options/license/MIT/LICENSE": "MIT",
    "options/license/proprietary/LICENSE": "ours",
    "features/users/feature.toml": 'included_by = { auth = "jwt" }',
    "features/users/api/users.py": "",
    "features/users/any/a.py.jinja": "users\n",
    "features/shop/feature.toml": "order = 1\nincluded_by = { example = true }",
    "features/shop/any/shop.py": "",
    "features/shop/with/users/any/owner.py": "",
    "features/shop/without/users/any/guest.py": "",
    "features/shop/with/users/without/drf/any/nested.py": "",
    "features/keys/feature.toml": 'included_with = ["users", "hybrid"]',
    "features/keys/any/keys.py": "",
}
PLAIN: dict[str, str | bool] = {
    "stack": "fastapi", "license": "MIT", "auth": "none", "example": False, "python": "3.11"
}  # fmt: skip
ALWAYS = {"kept.txt", "a.py", "b.py", "LICENSE"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({}, {"alone.py"}),
        ({"auth": "jwt"}, {"alone.py", "users.py", "keys.py"}),
        ({"example": True}, {"alone.py", "shop.py", "guest.py"}),
        (
            {"auth": "jwt", "example": True},
            {"alone.py", "users.py", "keys.py", "shop.py", "owner.py", "nested.py"},
        ),
        ({"stack": "hybrid"}, {"alone.py", "both.py", "keys.py"}),
        ({"stack": "hybrid", "uses_drf": True}, {"both.py", "drf.py", "keys.py"}),
        (
            {"stack": "hybrid", "uses_drf": True, "auth": "jwt", "example": True},
            {"both.py", "drf.py", "users.py", "keys.py", "shop.py", "owner.py"},
        ),
    ],
)
def test_the_folder_of_a_file_states_when_it_exists(
    root: Path, answers: dict[str, str | bool], more: set[str]
) -> None:
    assert resolve(read_tree(root), PLAIN | answers).keys() == ALWAYS | more


def test_a_later_layer_wins_also_over_a_twin_with_the_other_suffix(root: Path, tmp_path: Path) -> None:
    files = resolve(read_tree(root), PLAIN | {"auth": "jwt", "license": "proprietary"})
    assert files["a.py"] == root / "features/users/any/a.py.jinja"
    render(root, PLAIN | {"auth": "jwt", "license": "proprietary"}, "shop", tmp_path / "made")
    assert (tmp_path / "made/a.py").read_text() == "users\n"
    assert (tmp_path / "made/LICENSE").read_text() == "ours"


def test_a_path_that_two_layers_write_is_refused_unless_it_is_an_override(root: Path) -> None:
    (root / "features/users/any/kept.txt").touch()
    with pytest.raises(TemplatesUnreadable, match=r"`kept\.txt` is written twice"):
        resolve(read_tree(root), PLAIN | {"auth": "jwt"})


def test_an_executable_stays_executable(root: Path, tmp_path: Path) -> None:
    (root / "core/any/kept.txt").chmod(0o755)
    render(root, PLAIN, "shop", tmp_path / "made")
    assert (tmp_path / "made/kept.txt").stat().st_mode & 0o111
    assert not (tmp_path / "made/b.py").stat().st_mode & 0o111


@pytest.mark.parametrize("text", ["format = 2", "", "format = "])
def test_a_tree_of_another_format_is_refused(root: Path, text: str) -> None:
    (root / "template.toml").write_text(text)
    read_tree.cache_clear()
    with pytest.raises(TemplatesUnreadable, match="cannot be read"):
        read_tree(root)
