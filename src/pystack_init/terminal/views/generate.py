"""Render the result of `generate`: files, lines in other files, and what to run next."""

from textwrap import indent

from pystack_init.results.generate import Generated
from pystack_init.results.project import StepStatus

_SIGNS = {"added": "+", "modified": "~", "deleted": "-"}


def generated_text(result: Generated) -> str:
    """Render what was written, what is left to do, and how to undo it."""
    nothing = "; nothing was written" if result.dry_run else ""
    parts = [result.title + nothing, "\n".join(f"  {_SIGNS[one.kind]} {one.path}" for one in result.files)]
    lines = [f"  {one.path}:{one.line}: {one.text}" for one in result.edits if one.line]
    if lines:
        parts.append("Lines that were inserted:\n" + "\n".join(lines))
    if result.kept:
        parts.append("Kept as they are:\n" + "\n".join(f"  {one.path}: {one.because}" for one in result.kept))
    failed = [one for one in result.steps if one.status is StepStatus.FAILED]
    parts += [f"The {one.id} failed:\n{indent(one.summary, '  ')}" for one in failed]
    if result.next_steps:
        parts.append("Next:\n" + "\n".join(f"  {one}" for one in result.next_steps))
    if result.undo:
        parts.append(f"Nothing was committed. To undo:\n  {result.undo}")
    return "\n\n".join(part for part in parts if part) + "\n"
