"""Draw a checkup: one line a check, and below it the command that mends it, whole, to be copied."""

from textwrap import wrap

from pystack_init.results.doctor import Check, Checkup, Verdict
from pystack_init.terminal.console import width
from pystack_init.terminal.theme import coloured

_COLOURS = {Verdict.PASS: "green", Verdict.WARN: "yellow", Verdict.FAIL: "red"}


def checkup_lines(checkup: Checkup) -> str:
    """Draw every check."""
    longest = max(len(check.id) for check in checkup.checks)
    return "".join(_lines(check, longest) for check in checkup.checks)


def _lines(check: Check, longest: int) -> str:
    verdict = coloured(_COLOURS[check.verdict], check.verdict.value)
    said = wrap(check.message, max(width() - longest - 8, 20))
    below = [*said[1:], *([check.mend] if check.mend else [])]
    return "".join(
        [f"{verdict}  {check.id:{longest}}  {said[0]}\n", *(f"{'':{longest + 8}}{line}\n" for line in below)]
    )
