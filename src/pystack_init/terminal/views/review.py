"""Render the summary: every answer with its source."""

from pathlib import Path
from platform import python_version
from textwrap import wrap

from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.constraints import applies
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION_BY_ID
from pystack_init.system.git import has_git
from pystack_init.system.uv import find_uv
from pystack_init.terminal.console import width
from pystack_init.terminal.theme import bold, dim

NAMES, SOURCES = 13, 15  # columns


def preflight() -> str:
    """Return one line with the Python, uv and git of this machine."""
    uv = "uv" if find_uv() else "no uv (dependencies will not be installed)"
    git = "git" if has_git() else "no git (no first commit)"
    return f"Python {python_version()}, {uv}, {git}"


def review_table(target: Path, answers: Answers) -> str:
    """Render one line per answer, one for the features that are off, and one per source of the selection."""
    measure = min(width(), 80)
    room = max(measure - NAMES - SOURCES - 3, 10)
    asked = [question for question in QUESTIONS if applies(question, answers)]
    off = [question.id for question in asked if _is_off_by_default(question, answers[question.id])]
    rows = [
        (question.id, answers[question.id].text, answers[question.id].source)
        for question in asked
        if question.id not in off
    ]
    rows += [("without", ", ".join(off), Source.DEFAULT)] if off else []
    lines = [bold(f"The project in {target}")]
    for name, value, origin in rows:
        short = value if len(value) <= room else value[: room - 3] + "..."
        lines.append(f"  {name:{NAMES}}{short:{room}} {dim(origin)}")
    for source in Source:
        given = [
            f"{key} {answers[key].text}" for key in SELECTION_BY_ID if _is_from(source, answers.get(key))
        ]
        lines += wrap(f"  {source}: {', '.join(given)}", measure, subsequent_indent="    ") if given else []
    return "\n".join(lines) + "\n"


def _is_off_by_default(question: Question, answer: Answer) -> bool:
    return question.kind is Kind.YES_NO and not question.default and answer.source is Source.DEFAULT


def _is_from(source: Source, answer: Answer | None) -> bool:
    return answer is not None and answer.source is source
