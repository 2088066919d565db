"""One source of truth: everything derived from the questions is up to date."""

import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from pystack_init import __version__
from pystack_init.planning.validation import parse
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import EVERY_QUESTION

ROOT = Path(__file__).parents[2]


def test_the_generated_list_is_up_to_date() -> None:
    ran = subprocess.run([sys.executable, ROOT / "scripts/generate.py", "--check"], check=False)
    assert ran.returncode == 0, "run `uv run scripts/generate.py`"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_default_is_an_answer_that_its_question_accepts(question: Question) -> None:
    assert parse(question, question.default) == question.default
    assert (question.kind is Kind.CHOICE) == bool(question.choices)


@pytest.mark.parametrize("question", EVERY_QUESTION.values(), ids=lambda question: question.id)
def test_a_prompt_and_its_answer_fit_60_columns(question: Question) -> None:
    lines = [f"? {question.text} {choice.label}" for choice in question.choices]
    assert [line for line in lines if len(line) > 60] == []


def test_the_version_is_stated_alike_everywhere() -> None:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert __version__ == stated == version("pystack-init")
