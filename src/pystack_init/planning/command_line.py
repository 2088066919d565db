"""Write answers and options as a command line: the only module below cli/ that writes flags."""

from collections.abc import Mapping
from pathlib import Path

from pystack_init.planning.run_options import RunOptions
from pystack_init.questions.answers import Answer, Value
from pystack_init.questions.constraints import is_excluded
from pystack_init.questions.names import FALLBACK, slug_of
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION

# They end a change of a project that left conflicts or was interrupted.
UNDO_CHANGE, CONTINUE_CHANGE = "pystack-init update --abort", "pystack-init update --continue"
ADOPT = "pystack-init update --adopt"
SHOW_CHANGES = "pystack-init diff"
MIGRATE = "uv run just migrate"
MAKE_MIGRATION = "uv run just makemigration drop_tables"
ALTER_TABLES = "uv run just makemigration alter_tables"


def to_flag(question: str, value: str | None = None) -> str:
    """Write a question as its flag, followed by a value quoted for a shell."""
    flag = f"--{question.replace('_', '-')}"
    if value is None:
        return flag
    from shlex import quote  # noqa: PLC0415 - not for `--help`

    return f"{flag} {quote(value)}"


def to_flags(answers: Mapping[str, Answer]) -> list[str]:
    """Write answers as words of a command line, in the order of the questions."""
    words = []
    for question in (*QUESTIONS, *SELECTION):
        if question.id in answers and not is_excluded(question, answers):
            words += _words(to_flag(question.id), answers[question.id].value)
    return words


def option_flags(options: RunOptions) -> tuple[str, ...]:
    """Write the options that differ from their defaults as flags."""
    changed = {
        "--no-install": not options.install,
        "--no-git": options.git is False,
        "--verify": options.verify,
        "--workspace": options.workspace is True,
        "--no-workspace": options.workspace is False,
    }
    return tuple(flag for flag, is_changed in changed.items() if is_changed)


def new_command(
    path: str | Path | None, answers: Mapping[str, Answer], options: RunOptions | None = None
) -> str:
    """Return the command that creates the same project, quoted for a shell."""
    from shlex import join  # noqa: PLC0415 - not for `--help`

    target = path if path is not None else slug_of(answers["name"].text)
    return join(
        ["pystack-init", "new", str(target), *to_flags(answers), *option_flags(options or RunOptions())]
    )


def command_from_file(answers_file: Path) -> str:
    """Return the command that creates a project from the answers in a file."""
    return f"pystack-init new PATH {to_flag('answers_file', str(answers_file))}"


def recommended_command(answers: Mapping[str, Answer]) -> str:
    """Return the command that creates a project from these answers and defaults for the others."""
    from shlex import join  # noqa: PLC0415 - not for `--help`

    return join(["pystack-init", "new", FALLBACK, *to_flags(answers), "--defaults"])


def _words(flag: str, value: Value) -> list[str]:
    if isinstance(value, bool):
        return [flag if value else flag.replace("--", "--no-", 1)]
    return [f"{flag}={value}"] if value.startswith("-") else [flag, value]
