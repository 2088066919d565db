"""Remind in `doctor` of lines that a generated resource needs and that the project does not have."""

from collections.abc import Iterator
from pathlib import Path

from pystack_init.errors import AnswersUnreadable, ImpossibleRequest
from pystack_init.lifecycle.edits import inserted
from pystack_init.lifecycle.project import ANSWERS_FILE, Project
from pystack_init.lifecycle.releases import current
from pystack_init.lifecycle.resources import edits_for
from pystack_init.results.doctor import Check, CheckStatus


def resource_checks(folder: Path) -> Iterator[Check]:
    """Check each resource that is not frozen; a project without one has no check."""
    try:
        project = Project.read(folder)
    except AnswersUnreadable:
        return  # the check of the database reports it
    except ImpossibleRequest as error:
        yield Check("resources", CheckStatus.FAIL, error.message, f"${{EDITOR:-vi}} {ANSWERS_FILE}")
        return
    for resource in project.resources:
        if resource.frozen:
            continue
        missing = [
            row
            for row in edits_for(current().root, project.recorded, resource)
            if row["place"] != "row" and not _has(project, row)
        ]
        name = f"resource {resource.name}"
        for row in missing:
            yield Check(name, CheckStatus.WARN, f"`{row['path']}` lacks a line", f"Add `{row['line']}`")
        if not missing:
            yield Check(name, CheckStatus.PASS, "Its lines are in the files of the project")


def _has(project: Project, row: dict[str, str]) -> bool:
    try:
        found = inserted((project.path / row["path"]).read_text(encoding="utf-8"), row)
    except (OSError, ValueError):
        return False
    return found is not None and found[1] == 0
