"""Render a changed project, and where a project stands."""

from collections import Counter
from collections.abc import Sequence

from pystack_init.results.change import Change, Changed
from pystack_init.results.status import ProjectStatus

_SIGNS = {"added": "+", "modified": "~", "deleted": "-"}
_MOST = 20


def changed_text(result: Changed) -> str:
    """Render what changed, what is kept, and how to undo it."""
    if not (result.changes or result.kept or result.diff):
        return f"{result.title}\n"
    parts = [_head(result), "\n".join(_listed(result.changes))]
    if result.kept:
        parts.append("Kept as they are:\n" + "\n".join(f"  {one.path}: {one.because}" for one in result.kept))
    if result.diff:
        parts.append(result.diff.rstrip("\n"))
    if result.undo:
        parts.append(f"Nothing was committed. To undo:\n  {result.undo}")
    return "\n\n".join(part for part in parts if part) + "\n"


def status_text(result: ProjectStatus) -> str:
    """Render release, stack, features and the changed files."""
    update = f", {result.update_available} is available: run `pystack-init update`"
    rows = {
        "templates": result.version + (update if result.update_available else ""),
        "stack": result.stack,
        "features": ", ".join(result.features) or "none",
        "changed files": str(len(result.changed_files)) if result.changed_files else "none",
    }
    longest = max(map(len, rows))
    lines = [f"{name:{longest}}  {text}" for name, text in rows.items()]
    return "\n".join([*lines, *(f"  {path}" for path in result.changed_files)]) + "\n"


def _head(result: Changed) -> str:
    counts = Counter(one.kind for one in result.changes)
    numbers = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    verb = "Would change" if result.dry_run else "Changed"
    nothing = "; nothing was written" if result.dry_run else ""
    return f"{result.title}\n{verb} {_files(len(result.changes))} ({numbers}){nothing}"


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def _listed(changes: Sequence[Change]) -> list[str]:
    lines = [f"  {_SIGNS[one.kind]} {one.path}" for one in changes[:_MOST]]
    return lines if len(changes) <= _MOST else [*lines, f"  and {_files(len(changes) - _MOST)} more"]
