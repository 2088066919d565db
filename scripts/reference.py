"""Write `docs/reference.md` from the questions and from `--help`; with `--check`, fail when it differs."""

import os
import subprocess
import sys
from pathlib import Path

from pystack_init import COMMANDS
from pystack_init.questions.answers import as_typed
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.project import QUESTIONS, running_python
from pystack_init.questions.selection import SELECTION, USE_CASE

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"
HEAD = """\
# Reference

Written by `uv run scripts/reference.py` from `questions/project.py`, `questions/selection.py` and `--help`.

## Questions

A question is answered by its flag (or `--set`), by its key in an `--answers-file`, or by its variable. The
first in this order wins. `--defaults` fills in the rest.

"""
CHOOSING = """\
## Questions that choose a stack

`recommend` takes them, and so does `new`, which lets them decide with `--stack auto` or when no stack is
named. [How it chooses](choosing.md) says what each answer weighs.

"""
TAIL = """\
## Exit codes

| code | means |
| --- | --- |
| 0 | done |
| 1 | it could not be done; nothing was written |
| 2 | the request is impossible: a flag, an answer that is missing or not accepted |
| 3 | a fault of pystack-init, with the path of a log for an issue |
| 5 | the project is written, a later step failed; the command that resumes it is printed |
| 130 | cancelled, nothing is left behind |

## JSON

With `--json` stdout is exactly one object, also on failure, with the keys `schema_version` (1), `ok`,
`command`, `data`, `warnings` (each a `code` and a `message`) and `error`: `null`, or an object of `code`,
`exit_code`, `message`, `hint` and `fields`. The `data.schema` of `options` is a JSON Schema of all answers.
"""


def main() -> int:
    """Write the page, or check it."""
    wanted = page()
    if "--check" in sys.argv:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


def page() -> str:
    """Put the page together."""
    commands = [f"## `pystack-init {command}`\n\n```text\n{usage(command)}```\n" for command in COMMANDS]
    project = "\n".join(map(section, QUESTIONS))
    selection = "\n".join(map(section, (USE_CASE, *SELECTION)))
    return "\n".join([HEAD + project, CHOOSING + selection, *commands, TAIL])


def section(question: Question) -> str:
    """Describe one question."""
    flag = question.flag
    spelled = f"--{flag}, --no-{flag}" if question.kind is Kind.YES_NO else f"--{flag}"
    lines = [f"### {question.text}\n", f"{question.help}.\n"]
    if question.choices:
        lines += ["| answer | is |", "| --- | --- |"]
        lines += [f"| `{choice.value}` | {choice.label} |" for choice in question.choices]
        lines.append("")
    lines.append(f"Flag `{spelled}`, variable `PYSTACK_{question.id.upper()}`, default {default(question)}.")
    return "\n".join(lines) + "\n"


def default(question: Question) -> str:
    """Say what stands when nobody answers."""
    if question.id == "name":
        return "the folder's name"
    if question.id == "python":
        return "the Python that runs pystack-init"
    if question.kind is not Kind.YES_NO:
        return f"`{question.default}`"
    lead = question.suggested
    flags = " or ".join(f"`--{lead.question} {answer}`" for answer in lead.answers) if lead else ""
    return question.default_text + (f", but {as_typed(lead.value)} with {flags}" if lead else "")


def usage(command: str) -> str:
    """Ask the command itself."""
    plain = {**os.environ, "COLUMNS": "110", "TERM": "dumb"}
    asked = [sys.executable, "-m", "pystack_init", command, "--help"]
    said = subprocess.run(asked, check=True, env=plain, capture_output=True, text=True).stdout
    # The same page on every Python.
    return said.lstrip("\n").replace(f"[default: {running_python()}]", "[default: the running Python's]")


if __name__ == "__main__":
    raise SystemExit(main())
