"""Rendering: the same bytes every time, nothing evaluated, nothing of this machine."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import uv
import yaml

from pystack_init.lifecycle.creation import create_files
from pystack_init.lifecycle.project import ANSWERS_FILE
from pystack_init.questions.project import PYTHON_VERSIONS, QUESTIONS, running_python
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.render import render

ROOT = Path(__file__).parents[2]
DEFAULTS: dict[str, str | bool] = {question.id: question.default for question in QUESTIONS} | {
    "python": "3.12"
}


def contents(project: Path) -> dict[str, bytes]:
    return {str(one.relative_to(project)): one.read_bytes() for one in project.rglob("*") if one.is_file()}


def made(answers: Mapping[str, str | bool], project: Path) -> dict[str, bytes]:
    project.mkdir()
    create_files(answers, "shop", project)
    return contents(project)


def script_for(answers: Mapping[str, str | bool]) -> str:
    """Return a script that creates a project in the folder of its argument."""
    return (
        "import sys; from pathlib import Path; from pystack_init.lifecycle.creation import create_files; "
        f"Path(sys.argv[1]).mkdir(); create_files({answers!r}, 'shop', Path(sys.argv[1]))"
    )


@pytest.mark.parametrize("stack", ["fastapi", "django_drf", "hybrid"])
def test_every_run_gives_the_same_bytes(tmp_path: Path, stack: str) -> None:
    script = script_for(DEFAULTS | {"stack": stack})
    digests = []
    for seed in ("0", "1", "4242"):
        environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
        subprocess.run([sys.executable, "-c", script, str(tmp_path / seed)], env=environ, check=True)
        digests.append(hashlib.sha256(repr(sorted(contents(tmp_path / seed).items())).encode()).hexdigest())
    assert len(set(digests)) == 1


@pytest.mark.matrix
@pytest.mark.parametrize("version", [one for one in PYTHON_VERSIONS if one != running_python()])
def test_every_python_gives_the_same_bytes(tmp_path: Path, version: str) -> None:
    program = uv.find_uv_bin()
    found = subprocess.run(
        [program, "python", "find", "--no-project", "--no-python-downloads", version],
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        pytest.skip(f"there is no Python {version} on this machine")
    own = ("--isolated", "--no-project", "--python", found.stdout.strip(), "--with", str(ROOT))
    for stack in ("fastapi", "django_drf", "hybrid"):
        answers = DEFAULTS | {"stack": stack}
        command = [program, "run", *own, "python", "-c", script_for(answers), str(tmp_path / stack)]
        subprocess.run(command, cwd=tmp_path, check=True)
        assert contents(tmp_path / stack) == made(answers, tmp_path / f"{stack}-here")


def test_the_recorded_answers_read_back_and_name_no_machine(tmp_path: Path) -> None:
    texts = {
        "name": "{{ 7*7 }} $(x) 商店",
        "description": "a: b # 'c' \"d\" \\ ümlaut & <e>",
        "author": "null",
    }
    answers = DEFAULTS | texts
    project = made(answers, tmp_path / "shop")
    recorded = yaml.safe_load(project[ANSWERS_FILE])
    assert {key: recorded[key] for key in answers} == answers
    assert str(tmp_path).encode() not in b"".join(project.values())
    assert str(templates_root()).encode() not in b"".join(project.values())


def test_a_users_copier_settings_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = made(DEFAULTS, tmp_path / "plain")
    (tmp_path / "settings.yml").write_text("defaults:\n  license: Apache-2.0\n  slug: theirs\n")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(tmp_path / "settings.yml"))
    assert made(DEFAULTS, tmp_path / "other") == plain


def copied(root: Path) -> Path:
    shutil.copytree(templates_root(), root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def test_read_only_templates_give_a_project_that_can_be_edited(tmp_path: Path) -> None:
    root = copied(tmp_path / "templates")
    for one in root.rglob("*"):
        if one.is_file():
            one.chmod(0o444)
    render(root, DEFAULTS, "shop", tmp_path / "shop")
    assert all(one.stat().st_mode & 0o200 for one in (tmp_path / "shop").rglob("*"))


def test_the_engine_renders_a_tree_that_names_things_differently(tmp_path: Path) -> None:
    """A tree describes itself: neither a feature's name nor a part's is known to the engine."""
    root = copied(tmp_path / "templates")
    (root / "features/docker").rename(root / "features/image")
    for folder in [*root.glob("core/**/drf"), *root.glob("features/**/drf")]:
        if "backend" not in folder.parts:  # a folder of the project
            folder.rename(folder.with_name("rest"))
    for file in [root / "template.toml", *root.glob("features/*/feature.toml"), *root.rglob("*.jinja")]:
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"(?<=\{% if )docker\b|(?<=\[with\.)docker\b", "image", text)
        text = re.sub(r'(?<=\{% if )drf\b|(?<=fill\.)drf\b|(?<=")drf(?=")', "rest", text)
        text = re.sub(r"(?<=\[with\.)drf\b|(?<=\[without\.)drf\b|(?<=\n)drf(?= =)", "rest", text)
        file.write_text(text, encoding="utf-8")
    for stack in ("fastapi", "django_drf", "hybrid"):
        answers = DEFAULTS | {"stack": stack}
        for name, tree in (("renamed", root), ("bundled", templates_root())):
            render(tree, answers, "shop", tmp_path / stack / name)
        assert contents(tmp_path / stack / "renamed") == contents(tmp_path / stack / "bundled")
