"""Write changes as a unified diff."""

from collections.abc import Iterator
from difflib import unified_diff

from pystack_init.system.changeset import Content, Versions


def unified(changes: Versions) -> str:
    """Return the diff of all changes; a binary file has one line."""
    return "".join(line for path, pair in sorted(changes.items()) for line in _of_file(path, *pair))


def _of_file(path: str, before: Content | None, after: Content | None) -> Iterator[str]:
    try:
        old, new = (one.data.decode() if one else "" for one in (before, after))
    except UnicodeDecodeError:
        yield f"Binary files a/{path} and b/{path} differ\n"
        return
    names = f"a/{path}" if before else "/dev/null", f"b/{path}" if after else "/dev/null"
    for line in unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), *names):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
