"""Draw a checkup: one line a check, and below it the command that mends it, whole, to be copied."""

import os
import sys

from pystack_init.outcome.checkup import Check, Checkup, Verdict

_COLOURS = {Verdict.PASS: "32", Verdict.WARN: "33", Verdict.FAIL: "31"}


def checkup_lines(checkup: Checkup) -> str:
    """Draw every check."""
    width = max(len(check.id) for check in checkup.checks)
    coloured = sys.stdout is not None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return "".join(_lines(check, width, coloured=coloured) for check in checkup.checks)


def _lines(check: Check, width: int, *, coloured: bool) -> str:
    verdict = check.verdict.value
    if coloured:
        verdict = f"\x1b[{_COLOURS[check.verdict]}m{verdict}\x1b[0m"
    line = f"{verdict}  {check.id:{width}}  {check.message}\n"
    return line + (f"{'':{width + 8}}{check.mend}\n" if check.mend else "")
