"""`recommend`, and `new --stack auto`, as commands."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID, Stack

ADMIN_AND_PAGES = (
    "not met: staff need an admin panel at launch; server-rendered pages and forms; "
    "a monolith with accounts and many features"
)
API_AND_LOAD = (
    "not met: an API-first product without server-rendered pages; async suits many concurrent "
    "requests and I/O-bound work; a light framework suits small, independent services"
)
QUICK = ("--defaults", "--no-install", "--no-git", "--quiet")


def test_a_flag_is_stronger_than_the_use_case(run: Callable[..., Any]) -> None:
    data = json.loads(run("recommend", "--use-case", "telegram-bot", "--ops", "no", "--json").out)["data"]
    assert (data["stack"], data["answers"]["ops"]["source"]) == ("fastapi", "flag")


def test_a_variable_answers_a_question(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSTACK_SURFACE", "site")
    data = json.loads(run("recommend", "--defaults", "--json").out)["data"]
    assert (data["stack"], data["answers"]["surface"]["source"]) == ("django_drf", "environment")


def test_missing_answers_of_a_script_are_listed_at_once(run: Callable[..., Any]) -> None:
    ran = run("recommend", "--load", "hot", "--json")
    error = json.loads(ran.out)["error"]
    assert (ran.code, error["code"], error["fields"]) == (2, "missing-answers", ["surface", "admin"])


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        (
            ("--surface", "moon"),
            "error: Invalid value `moon` for `--surface`; choose `api`, `both` or `site`",
            "hint: Try `--surface api`",
        ),
        (
            ("--use-case", "cmss"),
            (
                "error: Invalid value `cmss` for `--use-case`; choose `saas`, `api`, `mvp`, "
                "`spa-admin`, `cms`, `corporate-site`, `microservice`, `realtime-api`, "
                "`ml-ai`, `telegram-bot` or `django-fast`"
            ),
            "hint: Try `--use-case cms`",
        ),
    ],
)
def test_an_invalid_choice_is_refused(
    run: Callable[..., Any], argv: tuple[str, ...], message: str, hint: str
) -> None:
    ran = run("recommend", *argv)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{message}\n\n{hint}\n")


def test_ops_may_be_answered_where_it_cannot_matter(run: Callable[..., Any]) -> None:
    data = json.loads(run("recommend", "--use-case", "saas", "--ops", "no", "--json").out)["data"]
    assert data["stack"] == "fastapi"
    assert "ops" not in {flip["question"] for flip in data["flips_if"]}


def test_auto_uses_the_recommended_stack_and_records_the_reasons(run: Callable[..., Any], here: Path) -> None:
    ran = run("new", "shop", "--stack", "auto", "--surface", "api", "--shape", "services", *QUICK)
    assert (ran.code, ran.err) == (0, "")
    answers = (here / "shop/.pystack-init.yml").read_text(encoding="utf-8")
    assert "stack: fastapi\n" in answers
    assert "surface: api\nadmin: later\nload: ordinary\nteam: neither\nshape: services\n" in answers
    record = (here / "shop/docs/decisions/0001-stack.md").read_text(encoding="utf-8")
    assert "They recommend FastAPI; the runner-up is Django + DRF.\n\n- FastAPI has 10 points " in record
    assert "- FastAPI, 5: A light framework suits small, independent services (000 to 004)\n" in record


def test_the_recommended_command_keeps_the_reasons(run: Callable[..., Any], here: Path) -> None:
    made = run("new", "one", "--use-case", "microservice", "--name", "x", *QUICK)
    command = json.loads(run("recommend", "--use-case", "microservice", "--json").out)["data"]["command"]
    again = run(*shlex.split(command)[1:], "--name", "x", *QUICK[1:])
    assert (made.code, again.code) == (0, 0)
    one, two = (here / name / ".pystack-init.yml" for name in ("one", "my-service"))
    assert one.read_text(encoding="utf-8") == two.read_text(encoding="utf-8")


def test_a_given_stack_overrides_the_recommendation_and_the_record_says_so(
    run: Callable[..., Any], here: Path
) -> None:
    assert run("new", "shop", "--stack", "fastapi", "--use-case", "cms", *QUICK).code == 0
    record = (here / "shop/docs/decisions/0001-stack.md").read_text(encoding="utf-8")
    assert "They recommend Django + DRF; the runner-up is Hybrid (Django admin + FastAPI).\n" in record
    assert record.partition("## Decision\n\n")[2].partition("## What")[0] == (
        "FastAPI, chosen instead of the recommended Django + DRF. Add your reasons here.\n\n"
        "## Consequences\n\n"
        "- Not met: staff need an admin panel at launch (000 to 004).\n"
        "- Not met: server-rendered pages and forms (000 to 004).\n"
        "- Not met: a monolith with accounts and many features (000, 001, 003, 004).\n\n"
    )


@pytest.mark.parametrize(
    ("stack", "case", "recommended", "given_up"),
    [
        (
            FASTAPI,
            "cms",
            DJANGO_DRF,
            ADMIN_AND_PAGES,
        ),
        (
            DJANGO_DRF,
            "telegram-bot",
            HYBRID,
            API_AND_LOAD,
        ),
        (HYBRID, "saas", FASTAPI, "cost: two processes to run, monitor and deploy"),
    ],
)
@pytest.mark.parametrize("mode", ["--dry-run", "--print-command"])
def test_a_stack_against_the_recommendation_is_a_warning(
    run: Callable[..., Any], stack: Stack, case: str, recommended: Stack, given_up: str, mode: str
) -> None:
    argv = ("new", "shop", "--stack", stack.id, "--use-case", case, "--defaults", mode, "--no-git")
    message = f"The answers recommend {recommended.label}, but {stack.label} was chosen; {given_up}"
    document = json.loads(run(*argv, "--json").out)
    assert document["warnings"] == [{"code": "stack-not-recommended", "message": message}]
    assert run(*argv).err == f"warning: {message}\n"


def test_the_recommended_stack_is_no_warning(run: Callable[..., Any]) -> None:
    argv = ("new", "shop", "--stack", "django_drf", "--use-case", "cms", "--defaults", "--print-command")
    assert run(*argv).err == ""


def test_a_stack_without_answers_has_no_reasons_on_record(run: Callable[..., Any], here: Path) -> None:
    assert run("new", "shop", "--stack", "fastapi", *QUICK).code == 0
    record = (here / "shop/docs/decisions/0001-stack.md").read_text(encoding="utf-8")
    assert record.startswith("# The stack: FastAPI\n\nThe stack was chosen directly when ")
    assert "surface" not in (here / "shop/.pystack-init.yml").read_text(encoding="utf-8")


def test_the_answers_file_may_ask_for_a_recommendation(run: Callable[..., Any], here: Path) -> None:
    (here / "answers.toml").write_text('stack = "auto"\nuse_case = "ml-ai"\n', encoding="utf-8")
    ran = run("new", "shop", "--answers-file", "answers.toml", "--defaults", "--dry-run", "--json")
    answers = json.loads(ran.out)["data"]["answers"]
    assert answers["stack"] == {"value": "fastapi", "source": "recommendation"}
    assert answers["load"] == {"value": "hot", "source": "use-case"}


def test_a_use_case_suggests_features_with_their_articles(
    run: Callable[..., Any], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.loads(run("recommend", "--use-case", "ml-ai", "--json").out)["data"]
    assert data["suggested"] == [
        {"question": "live", "value": True, "articles": ["000", "002", "003", "004"]},  # the load is hot
        {"question": "ml", "value": True, "articles": ["002", "003", "004"]},
    ]
    shown = run("recommend", "--use-case", "ml-ai").out
    assert re.search(r"\nSuggested features\n  --live  .*\n  --ml  ", shown)
    monkeypatch.chdir(here)
    argv = ("new", "shop", "--dry-run", "--json", *QUICK[:-1])
    made = json.loads(run(*argv, "--use-case", "ml-ai").out)["data"]
    assert made["answers"]["ml"] == {"value": True, "source": "use-case"}
    assert "--ml " in data["command"]
    refused = json.loads(run(*argv, "--use-case", "ml-ai", "--no-ml").out)["data"]
    assert refused["answers"]["ml"] == {"value": False, "source": "flag"}
    other = json.loads(run("recommend", "--use-case", "saas", "--json").out)["data"]
    assert "--ml" not in other["command"]
