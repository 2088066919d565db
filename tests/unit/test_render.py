"""Rendering: the same bytes every time, nothing evaluated, nothing of this machine."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from copier import Settings, run_copy

from pystack_init.facts import facts_of
from pystack_init.layers import lay, overlay, templates_root
from pystack_init.questions.project import QUESTIONS
from pystack_init.render import ANSWERS_FILE, render

DEFAULTS: dict[str, str | bool] = {question.id: question.default for question in QUESTIONS} | {
    "python": "3.12"
}
VARIANTS: tuple[dict[str, str | bool], ...] = (
    {},
    {"database": "postgresql", "ci": "gitlab", "license": "Apache-2.0"},
    {"auth": "none", "docker": False, "ci": "none", "license": "proprietary"},
    {"example": False},
)


def contents(project: Path) -> dict[str, bytes]:
    return {str(one.relative_to(project)): one.read_bytes() for one in project.rglob("*") if one.is_file()}


def made(answers: Mapping[str, str | bool], project: Path) -> dict[str, bytes]:
    project.mkdir()
    render(answers, "shop", project)
    return contents(project)


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_it_is_what_copier_alone_would_make_of_all_the_files(
    tmp_path: Path, variant: dict[str, str | bool]
) -> None:
    answers = DEFAULTS | variant
    ours = made(answers, tmp_path / "ours")
    lay(overlay(answers), tmp_path / "view")
    run_copy(
        str(tmp_path / "view"), tmp_path / "theirs",
        data=facts_of(answers, "shop"),
        settings=Settings(), defaults=True, quiet=True,
    )  # fmt: skip
    ours.pop(ANSWERS_FILE)
    assert ours == contents(tmp_path / "theirs")


def test_every_run_gives_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from pystack_init.render import render; "
        f"Path(sys.argv[1]).mkdir(); render({DEFAULTS!r}, 'shop', Path(sys.argv[1]))"
    )
    digests = []
    for seed in ("0", "1", "4242"):
        environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
        subprocess.run([sys.executable, "-c", script, str(tmp_path / seed)], env=environ, check=True)
        digests.append(hashlib.sha256(repr(sorted(contents(tmp_path / seed).items())).encode()).hexdigest())
    assert len(set(digests)) == 1


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


def test_a_persons_own_copier_settings_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = made(DEFAULTS, tmp_path / "plain")
    (tmp_path / "settings.yml").write_text("defaults:\n  license: Apache-2.0\n  slug: theirs\n")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(tmp_path / "settings.yml"))
    assert made(DEFAULTS, tmp_path / "other") == plain


def test_read_only_templates_give_a_project_that_can_be_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "templates"
    lay(
        {str(one.relative_to(templates_root())): one for one in templates_root().rglob("*") if one.is_file()},
        root,
    )
    for one in root.rglob("*"):
        if one.is_file():
            one.chmod(0o444)
    monkeypatch.setattr("pystack_init.layers.templates_root", lambda: root)
    made(DEFAULTS, tmp_path / "shop")
    assert all(one.stat().st_mode & 0o200 for one in (tmp_path / "shop").rglob("*"))
