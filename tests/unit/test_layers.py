"""Layers: the later one wins, file by file."""

from pathlib import Path

import pytest

from pystack_init.layers import LAYERS, lay, overlay, templates_root

ANSWERS: dict[str, str | bool] = {"stack": "fastapi", "license": "MIT", "auth": "jwt"}


@pytest.fixture
def layered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in (
        "copier.yml",
        "_shared/kept.txt",
        "_shared/a.py",
        "_shared/b.py.jinja",
        "fastapi/a.py.jinja",
        "fastapi/b.py",
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / "fastapi/__pycache__").mkdir()
    (tmp_path / "fastapi/__pycache__/a.pyc").touch()
    monkeypatch.setattr("pystack_init.layers.templates_root", lambda: tmp_path)
    return tmp_path


def test_a_later_layer_wins_also_over_a_twin_with_the_other_suffix(layered: Path) -> None:
    assert overlay(ANSWERS) == {
        "copier.yml": layered / "copier.yml",
        "kept.txt": layered / "_shared/kept.txt",
        "a.py.jinja": layered / "fastapi/a.py.jinja",
        "b.py": layered / "fastapi/b.py",
    }


def test_a_program_stays_one(layered: Path, tmp_path: Path) -> None:
    (layered / "_shared/kept.txt").chmod(0o755)
    lay(overlay(ANSWERS), tmp_path / "view")
    assert (tmp_path / "view/kept.txt").stat().st_mode & 0o111
    assert not (tmp_path / "view/b.py").stat().st_mode & 0o111


def test_every_layer_and_every_folder_of_templates_belong_together() -> None:
    root = templates_root()
    named = {layer.folder for layer in LAYERS}
    folders = {one.name for one in root.iterdir() if one.is_dir() and not one.name.startswith(".")} | {
        f"_license/{one.name}" for one in (root / "_license").iterdir()
    }
    assert folders - {"_license"} == named
