"""Keep the lines of both sides where one side only inserted lines at a place of a shared file.

Git reports this as a conflict. In a list of apps, routes, recipes or settings, the order is known: the lines
of features come first, and those of the user last.
"""

import re

_HUNK = re.compile(
    r"^<<<<<<< [^\n]*\n(?P<ours>.*?)"
    r"^\|\|\|\|\|\|\| ?[^\n]*\n(?P<base>.*?)"
    r"^=======\n(?P<theirs>.*?)"
    r"^>>>>>>> [^\n]*(?:\n|\Z)",
    re.MULTILINE | re.DOTALL,
)
_SIDES = "ours", "base", "theirs"


def both_insertions(text: str) -> str | None:
    """Return a file with both sides of each conflict; None if both changed the same line."""
    hunks = list(_HUNK.finditer(text))
    merged = [_merged(*(one[side].splitlines(keepends=True) for side in _SIDES)) for one in hunks]
    if not hunks or None in merged:
        return None
    results = iter(["".join(lines) for lines in merged if lines is not None])
    return _HUNK.sub(lambda _: next(results), text)


def _merged(ours: list[str], base: list[str], theirs: list[str]) -> list[str] | None:
    """Merge where one side only inserted lines; the other one may also have deleted some."""
    if (inserted := _inserted(base, ours)) is not None:
        return [*theirs, *inserted]
    if (inserted := _inserted(base, theirs)) is not None:
        return [*inserted, *ours]
    return None


def _inserted(before: list[str], after: list[str]) -> list[str] | None:
    """Return the lines that were inserted, or None if another line was changed or deleted."""
    left, inserted = list(before), []
    for line in after:
        if left and line == left[0]:
            left.pop(0)
        else:
            inserted.append(line)
    return None if left else inserted
