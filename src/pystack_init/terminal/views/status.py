"""Render where a project stands, and the changes of its owner."""

from pystack_init.resources.resource import Resource
from pystack_init.results.status import Difference, ProjectStatus


def status_text(result: ProjectStatus) -> str:
    """Render release, stack, features and the changed files."""
    update = f", {result.update_available} is available: run `pystack-init update`"
    rows = {
        "templates": result.version + (update if result.update_available else ""),
        "stack": result.stack,
        "features": ", ".join(result.features) or "none",
        **({"resources": ", ".join(map(_resource, result.resources))} if result.resources else {}),
        "changed files": str(len(result.changed_files)) if result.changed_files else "none",
    }
    longest = max(map(len, rows))
    lines = [f"{name:{longest}}  {text}" for name, text in rows.items()]
    return "\n".join([*lines, *(f"  {path}" for path in result.changed_files)]) + "\n"


def _resource(resource: Resource) -> str:
    return f"{resource.name} (frozen)" if resource.frozen else resource.name


def difference_text(result: Difference) -> str:
    """Render the diff as it is, for a pager or a file."""
    return result.text
