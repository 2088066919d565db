"""Find the files that templates moved between two releases."""

from collections.abc import Collection, Iterator, Mapping


def moves(
    base: Collection[str], theirs: Collection[str], moved: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the new and the old path of each moved file; a file may have moved in several releases."""
    for old in sorted(base):
        new, seen = old, set()
        while new not in theirs and new in moved and new not in seen:
            seen.add(new)
            new = moved[new]
        if new != old and new in theirs and new not in base:
            yield new, old
