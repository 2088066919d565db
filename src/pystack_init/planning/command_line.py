"""Write answers as the command line that gives them."""

from collections.abc import Mapping
from pathlib import Path

from pystack_init.questions.answers import Answer
from pystack_init.questions.constraints import is_ruled_out
from pystack_init.questions.names import slug_of
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION


def command_line(path: str | Path | None, answers: Mapping[str, Answer], *options: str) -> str:
    """Spell the command that makes the same project, quoted for a shell."""
    from shlex import join  # noqa: PLC0415 - not for `--help`

    target = path if path is not None else slug_of(str(answers["name"].value))
    return join(["pystack-init", "new", str(target), *to_flags(answers), *options])


def to_flags(answers: Mapping[str, Answer]) -> list[str]:
    """Spell answers as flags, in the order of the questions."""
    words = []
    for question in (*QUESTIONS, *SELECTION):
        if question.id not in answers or is_ruled_out(question, answers):
            continue
        value = answers[question.id].value
        if isinstance(value, bool):
            words.append(f"--{question.flag}" if value else f"--no-{question.flag}")
        elif value.startswith("-"):
            words.append(f"--{question.flag}={value}")
        else:
            words += [f"--{question.flag}", value]
    return words
