"""`update --adopt` finds the release and the answers of a project that does not record them."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from edits import commit, edit
from pystack_init.questions.stacks import STACKS, Stack
from releases import Version

FILE = ".pystack-init.yml"
Adopt = Callable[[Path], dict[str, Any]]
ANSWERS = {
    "fastapi": ("--database", "postgresql", "--no-docker", "--license", "Apache-2.0"),
    "django_drf": ("--python", "3.13", "--pages", "--ci", "gitlab", "--devcontainer"),
    "hybrid": ("--no-example", "--client", "--ci", "none", "--license", "proprietary"),
}


@pytest.fixture
def adopt(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Adopt:
    """Go to a project, adopt it, and return the JSON object with the exit code."""

    def adopt(project: Path) -> dict[str, Any]:
        monkeypatch.chdir(project)
        ran = run("update", "--adopt", "--json")
        found: dict[str, Any] = json.loads(ran.out)
        return found | {"code": ran.code}

    return adopt


def recorded(project: Path) -> Mapping[str, Any]:
    """Read the answers file."""
    found: Mapping[str, Any] = yaml.safe_load((project / FILE).read_text(encoding="utf-8"))
    return found


def new(run: Callable[..., Any], *flags: str) -> None:
    """Create the project `shop`."""
    argv = ("new", "shop", *flags, "--name", "Café & Söhne", "--description", "Sells *tea*")
    assert run(*argv, "--author", "Ada", "--defaults", "--no-install", "--quiet").code == 0


@pytest.mark.matrix
@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.id)
def test_the_answers_of_every_stack_are_found(
    stack: Stack, here: Path, run: Callable[..., Any], adopt: Adopt
) -> None:
    new(run, "--stack", stack.id, *ANSWERS[stack.id])
    before = recorded(here / "shop")
    (here / "shop" / FILE).unlink()
    assert adopt(here / "shop")["code"] == 0
    assert recorded(here / "shop") == before


@pytest.mark.matrix
def test_a_project_that_was_switched_is_found_with_its_old_endpoints(
    here: Path, run: Callable[..., Any], adopt: Adopt, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(run, "--stack", "django_drf")
    monkeypatch.chdir(here / "shop")
    assert run("switch", "hybrid", "--no-install").code == 0
    commit(here / "shop")
    before = recorded(here / "shop")
    (here / "shop" / FILE).unlink()
    assert adopt(here / "shop")["code"] == 0
    assert recorded(here / "shop") == before


def test_edits_do_not_hide_the_release_and_the_answers(old_shop: Path, third: Version) -> None:
    before = recorded(old_shop)
    edit(old_shop / "README.md", "A web service\n", "A shop for teapots\n")
    shutil.rmtree(old_shop / "tests/catalog")
    (old_shop / "SECURITY.md").unlink()
    (old_shop / FILE).write_text("name: shop\ndatabase: sqlite\nlicense: MIT\n", encoding="utf-8")
    commit(old_shop)
    lost = third.call("status", folder=old_shop)["error"]
    assert lost["hint"] == "`pystack-init update --adopt` finds the answers that are missing"
    made = third.call("update", "--adopt", folder=old_shop)
    assert made["code"] == 0
    assert made["data"]["release"] == {"from": "", "to": "0.1.0"}
    assert made["data"]["changes"] == [{"path": FILE, "kind": "modified"}]
    assert made["data"]["answers"]["stack"] == "fastapi"
    assert recorded(old_shop) == before
    assert third.call("update", "--adopt", folder=old_shop)["data"]["changes"] == []
    third.call("update", "--abort", folder=old_shop)
    assert recorded(old_shop) == {"name": "shop", "database": "sqlite", "license": "MIT"}


def test_a_folder_that_is_no_project_is_refused(here: Path, adopt: Adopt) -> None:
    assert adopt(here)["error"]["message"] == (
        "No project here: there is no `pyproject.toml` in this folder or above"
    )
    (here / "pyproject.toml").write_text('[project]\nname = "other"\n', encoding="utf-8")
    made = adopt(here)
    assert made["code"] == 1
    assert made["error"]["message"].startswith(f"`{here}` does not look like a project of pystack-init: it")
    assert [one.name for one in here.iterdir()] == ["pyproject.toml"]
