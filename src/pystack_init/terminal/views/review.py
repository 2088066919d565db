"""Render the summary: every answer with its source."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from platform import python_version
from shutil import get_terminal_size
from textwrap import wrap

from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.constraints import applies
from pystack_init.questions.model import Kind
from pystack_init.questions.project import BY_ID, QUESTIONS
from pystack_init.questions.selection import SELECTION_BY_ID
from pystack_init.questions.stacks import STACK_BY_ID
from pystack_init.system.git import has_git
from pystack_init.system.uv import find_uv
from pystack_init.terminal.console import width
from pystack_init.terminal.stacks import COLOURS
from pystack_init.terminal.theme import bold, coloured, dim

NAMES, SOURCES = 13, 20  # columns
NARROW = 60  # columns: a narrower window has no room for the sources
PROMPT = 8  # rows below the table
_LABELS = {
    Source.PROMPT: "your answer",
    Source.FILE: "answers file",
    Source.ENVIRONMENT: "environment variable",
    Source.PROJECT: "the other project",
    Source.USE_CASE: "use case",
    Source.USER_DEFAULT: "your default",
    Source.PATH: "folder name",
    Source.GIT: "git user.name",
}


def preflight() -> str:
    """Return one line with the Python, uv and git of this machine."""
    uv = "uv" if find_uv() else "no uv (dependencies will not be installed)"
    git = "git" if has_git() else "no git (no first commit)"
    return f"Python {python_version()}, {uv}, {git}"


def review_table(target: Path, answers: Answers) -> str:
    """Render every answer with its source: as many as fit above the prompt on a line of their own."""
    asked = {one.id: answers[one.id] for one in QUESTIONS if applies(one, answers)}
    default = {key for key, one in asked.items() if one.source is Source.DEFAULT}
    selection = {key: answers[key] for key in SELECTION_BY_ID if key in answers}
    for brief in ({key for key in default if _is_feature_off(key)}, default):
        rows = {key: one for key, one in asked.items() if key not in brief}
        others = {**selection, **{key: asked[key] for key in asked if key in brief}}
        lines = [bold(f"The project in {target}"), *_rows(rows), *_by_source(others)]
        if len(lines) + PROMPT < get_terminal_size().lines:
            break
    return "\n".join(lines) + "\n"


def source_label(source: Source) -> str:
    """Name a source in words; most are called what they are."""
    return _LABELS.get(source, source.value)


def _rows(answers: Mapping[str, Answer]) -> Iterator[str]:
    """Render one answer per line: in columns, or as a sentence in a narrow window."""
    measure = min(width(), 80)
    room = measure - NAMES - SOURCES - 3
    for name, answer in answers.items():
        value, label = answer.text, source_label(answer.source)
        if measure < NARROW:
            yield from wrap(f"  {name}: {value} ({label})", measure, subsequent_indent="    ")
            continue
        short = value if len(value) <= room else value[: room - 3] + "..."
        styled = coloured(COLOURS[STACK_BY_ID[value]], short) if name == "stack" else short
        yield f"  {name:{NAMES}}{styled}{'':{room - len(short) + 1}}{dim(label)}"


def _by_source(answers: Mapping[str, Answer]) -> Iterator[str]:
    """Render the answers of each source in one paragraph."""
    for source in Source:
        given = [f"{key} {one.text}" for key, one in answers.items() if one.source is source]
        text = f"  {source_label(source).capitalize()}: {', '.join(given)}"
        yield from wrap(text, min(width(), 80), subsequent_indent="    ") if given else []


def _is_feature_off(key: str) -> bool:
    return BY_ID[key].kind is Kind.YES_NO and not BY_ID[key].default
