"""Write a generated file, or with `--check` compare it with the file on disk."""

import sys
from collections.abc import Callable, Sequence
from difflib import unified_diff
from pathlib import Path

ROOT = Path(__file__).parents[1]


def diff(current: str, wanted: str) -> Sequence[str]:
    """Return the lines of a unified diff, none if both texts are equal."""
    return list(unified_diff(current.splitlines(), wanted.splitlines(), "on disk", "generated", lineterm=""))


def write_or_check(
    path: Path, wanted: str, *, differences: Callable[[str, str], Sequence[str]] = diff
) -> int:
    """Write `wanted` to `path`, or with `--check` write nothing and compare; return the exit code.

    With `--check` it returns 1 if the file is missing, or if `differences` returns any line for the text on
    disk and `wanted`. It prints these lines to stdout and the error to stderr.
    """
    if "--check" not in sys.argv:
        path.write_text(wanted, encoding="utf-8")
        return 0
    found = differences(path.read_text(encoding="utf-8"), wanted) if path.exists() else ["it does not exist"]
    if not found:
        return 0
    print("\n".join(found))
    print(f"error: `{path.relative_to(ROOT)}` is out of date", file=sys.stderr)
    print(f"\nhint: Run `uv run scripts/{Path(sys.argv[0]).name}`, which writes it", file=sys.stderr)
    return 1
