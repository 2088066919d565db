"""Write `docs/reference.md` from the questions and from what `--help` says; `--check` fails when it differs."""

import os
import subprocess
import sys
from pathlib import Path

from pystack_init.flags import COMMANDS
from pystack_init.questions import QUESTIONS, Kind, Question

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"
HEAD = """\
# Reference

Written by `uv run scripts/reference.py` from `questions.py` and `--help`.

## Questions

A question is answered by its flag, by its key in `--answers-file` or `--set`, or by its variable; the first of these
that is given wins, in this order. `--defaults` fills in the rest.

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

With `--json` stdout is exactly one object, also on failure:
`{"schema_version": 1, "ok", "command", "data", "warnings": [{"code", "message"}], "error"}`, where `error` is `null` or
`{"code", "exit_code", "message", "hint", "fields"}`. `options --json` holds a JSON Schema of all answers.
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
    return HEAD + "\n".join(map(section, QUESTIONS)) + "\n" + "\n".join(commands) + "\n" + TAIL


def section(question: Question) -> str:
    """Describe one question."""
    flag = question.id.replace("_", "-")
    spelled = f"--{flag}, --no-{flag}" if question.kind is Kind.YES_NO else f"--{flag}"
    lines = [f"### {question.text}\n", f"{question.help}.\n"]
    lines += [f"- `{choice.value}`: {choice.label}" for choice in question.choices]
    lines.append(f"- flag `{spelled}`, variable `PYSTACK_{question.id.upper()}`, default {default(question)}")
    return "\n".join(lines) + "\n"


def default(question: Question) -> str:
    """Say what stands when nobody answers."""
    if question.id == "name":
        return "the folder's name"
    if question.id == "python":
        return "the Python that runs pystack-init"
    spelled = {True: "yes", False: "no"}.get(question.default, question.default)
    return f"`{spelled}`"


def usage(command: str) -> str:
    """Ask the command itself."""
    plain = {**os.environ, "COLUMNS": "110", "TERM": "dumb"}
    asked = [sys.executable, "-m", "pystack_init", command, "--help"]
    return subprocess.run(asked, check=True, env=plain, capture_output=True, text=True).stdout.lstrip("\n")


if __name__ == "__main__":
    raise SystemExit(main())
