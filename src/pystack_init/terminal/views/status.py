"""Render where a project stands, and the changes of its owner."""

from pystack_init.results.status import Difference, ProjectStatus


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


def difference_text(result: Difference) -> str:
    """Render the diff as it is, for a pager or a file."""
    return result.text
