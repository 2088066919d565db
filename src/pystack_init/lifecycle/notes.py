"""Read the notes of releases, and find those that apply to a project.

`releases.toml` in a tree of templates has the notes of its release and of all earlier ones.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pystack_init.lifecycle.releases import is_newer
from pystack_init.rendering.manifest import TemplatesUnreadable, Values, read_tree
from pystack_init.results.change import NoteKind, ReleaseNote

FILE = "releases.toml"
_KEYS = {"release", "kind", "text", "if", "files", "contains"}
# Returns the content of a file of the project.
Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Note:
    """A note of a release; it applies if all conditions hold and a file matches."""

    release: str
    kind: NoteKind
    text: str
    conditions: tuple[str, ...]
    files: str
    contains: re.Pattern[str] | None

    def check(self, conditions: Mapping[str, bool], paths: Collection[str], read: Read) -> ReleaseNote:
        """Find out whether the note applies, and in which places."""
        holds = all(conditions[one] for one in self.conditions)
        places = tuple(self._places(paths, read)) if holds and self.files else ()
        return ReleaseNote(
            self.release, self.kind, self.text, holds and (bool(places) or not self.files), places
        )

    def _places(self, paths: Collection[str], read: Read) -> Iterator[str]:
        for path in sorted(one for one in paths if fnmatchcase(one, self.files)):
            if self.contains is None:
                yield path
                continue
            text = read(path).decode("utf-8", "replace")
            yield from (
                f"{path}:{number}"
                for number, line in enumerate(text.splitlines(), 1)
                if self.contains.search(line)
            )


def notes_between(
    root: Path, answers: Values, span: tuple[str, str], paths: Collection[str], read: Read
) -> tuple[ReleaseNote, ...]:
    """List the notes of the releases after the first one up to the last one, oldest first."""
    first, last = span
    crossed = [
        one for one in read_notes(root) if is_newer(one.release, first) and not is_newer(one.release, last)
    ]
    conditions = read_tree(root).conditions(answers) if crossed else {}
    return tuple(one.check(conditions, paths, read) for one in crossed)


def read_notes(root: Path) -> list[Note]:
    """Read all notes of a tree; raise `TemplatesUnreadable` if one is invalid."""
    file = root / FILE
    if not file.exists():
        return []
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get("notes", [])
        return [_note(root, row) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, re.error) as error:
        raise TemplatesUnreadable(file, f"{type(error).__name__}: {error}") from None


def _note(root: Path, row: Mapping[str, Any]) -> Note:
    unknown = row.keys() - _KEYS or set(row.get("if", ())) - _conditions(root)
    if unknown:
        message = f"unknown: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    contains = row.get("contains")
    return Note(
        row["release"],
        NoteKind(row["kind"]),
        row["text"],
        tuple(row.get("if", ())),
        row.get("files", "*" if contains else ""),
        re.compile(contains) if contains else None,
    )


def _conditions(root: Path) -> set[str]:
    """Return the names of a tree that templates can use as conditions."""
    tree = read_tree(root)
    return set(tree.conditions({"stack": next(iter(tree.stacks))}))
