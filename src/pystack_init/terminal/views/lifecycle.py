"""Render a changed project."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pystack_init.results.change import Change, Changed, NoteKind, ReleaseNote

_SIGNS = {"added": "+", "modified": "~", "deleted": "-", "renamed": ">"}
_HEADINGS = {NoteKind.BREAKING: "Breaking changes", NoteKind.STEP: "To do by hand", NoteKind.NOTE: "New"}
_MOST = 20
_MOST_PLACES = 5


def changed_text(result: Changed) -> str:
    """Render what changed, what is kept, the notes of the releases, and how to undo it."""
    if not (result.changes or result.kept or result.diff):
        return f"{result.title}\n"
    parts = [_head(result)]
    if not result.shown:
        parts += ["\n".join(_listed(result.changes)), *_details(result), result.diff.rstrip("\n")]
    parts += [
        f"The tables stay. To drop them, write this migration to {one.path}:\n\n{one.text.rstrip()}"
        for one in result.migrations
    ]
    if result.next_steps:
        parts.append("Run next:\n" + "\n".join(f"  {one}" for one in result.next_steps))
    if result.undo:
        parts.append(f"Nothing was committed. To undo:\n  {result.undo}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _details(result: Changed) -> Iterator[str]:
    merged = [one.path for one in result.changes if one.merged]
    if merged:
        yield "Merged with your changes:\n" + "\n".join(f"  {path}" for path in merged)
    if result.conflicts:
        lines = [f"  {one.path}:{one.line}" for one in result.conflicts]
        yield "Conflicts:\n" + "\n".join(lines)
    if result.kept:
        yield "Kept as they are:\n" + "\n".join(f"  {one.path}: {one.because}" for one in result.kept)
    for kind, heading in _HEADINGS.items():
        notes = [one for one in result.notes if one.kind is kind and one.applies]
        if notes:
            yield f"{heading}:\n" + "\n".join(map(_note, notes))


def _note(note: ReleaseNote) -> str:
    more = len(note.places) - _MOST_PLACES
    places = ", ".join(note.places[:_MOST_PLACES]) + (f" and {more} more" if more > 0 else "")
    return f"  {note.release}: {note.text}" + (f" ({places})" if places else "")


def _head(result: Changed) -> str:
    counts = Counter(one.kind for one in result.changes)
    numbers = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    verb = "Would change" if result.dry_run else "Changed"
    if not counts:
        return result.title
    nothing = "; nothing was written" if result.dry_run else ""
    return f"{result.title}\n{verb} {_files(len(result.changes))} ({numbers}){nothing}"


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def _listed(changes: Sequence[Change]) -> list[str]:
    lines = [
        f"  {_SIGNS[one.kind]} {f'{one.before} -> ' if one.before else ''}{one.path}"
        for one in changes[:_MOST]
    ]
    return lines if len(changes) <= _MOST else [*lines, f"  and {_files(len(changes) - _MOST)} more"]
