"""Render the report of `doctor`: one line per check, and below it the command that fixes it, unwrapped."""

from textwrap import wrap

from pystack_init.results.doctor import Check, CheckStatus, DoctorReport
from pystack_init.terminal.console import width
from pystack_init.terminal.theme import coloured

_COLOURS = {CheckStatus.PASS: "green", CheckStatus.WARN: "yellow", CheckStatus.FAIL: "red"}


def doctor_text(report: DoctorReport) -> str:
    """Render every check."""
    longest = max(len(check.id) for check in report.checks)
    return "".join(_lines(check, longest) for check in report.checks)


def _lines(check: Check, longest: int) -> str:
    status = coloured(_COLOURS[check.status], check.status.value)
    message = wrap(check.message, max(width() - longest - 8, 20))
    below = [*message[1:], *([check.fix] if check.fix else [])]
    return "".join(
        [
            f"{status}  {check.id:{longest}}  {message[0]}\n",
            *(f"{'':{longest + 8}}{line}\n" for line in below),
        ]
    )
