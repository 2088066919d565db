"""Insert the lines that resources need in files of the project, as part of a change."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pystack_init.lifecycle.edits import inserted
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.resources import edits_for
from pystack_init.results.generate import LineEdit
from pystack_init.system.changeset import Changes, Content, content_of


def insert_lines(project: Path, rows: Iterable[Mapping[str, str]], changes: Changes) -> list[LineEdit]:
    """Add the lines to `changes`. A line that is there already has the number 0; others are not done."""
    edits = []
    for row in rows:
        before, after = changes.get(row["path"]) or (content_of(project / row["path"]),) * 2
        found = None if after is None else _decoded(after, row)
        if found is None or after is None:
            edits.append(LineEdit(row["path"], 0, row["line"], done=False))
            continue
        text, line = found
        if line:
            changes[row["path"]] = (before, Content(after.mode, text.encode()))
            written = text.splitlines()[line - 1].strip()
            edits.append(LineEdit(row["path"], line, written, done=True))
        else:
            edits.append(LineEdit(row["path"], 0, row["line"], done=True))
    return edits


def insert_new_lines(
    project: Path, before: Goal, after: Goal, changes: Changes
) -> tuple[Goal, list[LineEdit]]:
    """Insert the lines that resources need with the new goal only; return the goal with them recorded."""
    resources, edits = [], []
    for one in after.resources:
        known = edits_for(before.release.root, before.answers, one)
        needed = edits_for(after.release.root, after.answers, one)
        found = (
            [] if one.frozen else insert_lines(project, (row for row in needed if row not in known), changes)
        )
        written = tuple((each.path, each.text) for each in found if each.line)
        resources.append(replace(one, lines=(*one.lines, *written)))
        edits += found
    return replace(after, resources=tuple(resources)), edits


def _decoded(content: Content, row: Mapping[str, str]) -> tuple[str, int] | None:
    try:
        return inserted(content.data.decode(), row)
    except UnicodeDecodeError:
        return None
