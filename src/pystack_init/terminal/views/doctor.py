"""Draw a checkup: one line a check, and below it the command that mends it, whole, to be copied."""

from textwrap import wrap

from pystack_init.results.doctor import Check, CheckStatus, DoctorReport
from pystack_init.terminal.console import width
from pystack_init.terminal.theme import coloured

_COLOURS = {CheckStatus.PASS: "green", CheckStatus.WARN: "yellow", CheckStatus.FAIL: "red"}


def doctor_text(report: DoctorReport) -> str:
    """Draw every check."""
    longest = max(len(check.id) for check in report.checks)
    return "".join(_lines(check, longest) for check in report.checks)


def _lines(check: Check, longest: int) -> str:
    status = coloured(_COLOURS[check.status], check.status.value)
    said = wrap(check.message, max(width() - longest - 8, 20))
    below = [*said[1:], *([check.fix] if check.fix else [])]
    return "".join(
        [f"{status}  {check.id:{longest}}  {said[0]}\n", *(f"{'':{longest + 8}}{line}\n" for line in below)]
    )
