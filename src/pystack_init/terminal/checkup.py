"""Draw a checkup: one line a check, and below it the command that mends it, whole, to be copied."""

from pystack_init.outcome.checkup import Check, Checkup, Verdict
from pystack_init.terminal.theme import coloured

_COLOURS = {Verdict.PASS: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


def checkup_lines(checkup: Checkup) -> str:
    """Draw every check."""
    width = max(len(check.id) for check in checkup.checks)
    return "".join(_lines(check, width) for check in checkup.checks)


def _lines(check: Check, width: int) -> str:
    verdict = coloured(_COLOURS[check.verdict], check.verdict.value)
    line = f"{verdict}  {check.id:{width}}  {check.message}\n"
    return line + (f"{'':{width + 8}}{check.mend}\n" if check.mend else "")
