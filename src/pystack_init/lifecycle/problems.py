"""The errors of a change to a project that exists."""

from collections.abc import Sequence

from pystack_init.errors import PystackError

SHOWN = 5


class OverlappingChanges(PystackError):
    """Uncommitted changes are in files that a change would write."""

    code = "uncommitted-changes"

    def __init__(self, paths: Sequence[str]) -> None:
        shown = ", ".join(f"`{path}`" for path in paths[:SHOWN])
        more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
        super().__init__(
            f"There are uncommitted changes in {shown}{more}",
            "Commit or stash them first; nothing was changed",
        )


class ConflictsLeft(PystackError):
    """The project is changed, and conflicts are left for the user."""

    code = "conflicts"
    exit_code = 4


class SomethingToDo(PystackError):
    """`--check` found something to do."""

    code = "something-to-do"
    exit_code = 6


class LinesLeft(PystackError):
    """The files are written, and lines in other files are left for the user."""

    code = "lines-left"
    exit_code = 4

    def __init__(self, lines: Sequence[tuple[str, str]]) -> None:
        listed = "\n".join(f"  {path}: {line}" for path, line in lines)
        number = "A line has" if len(lines) == 1 else f"{len(lines)} lines have"
        super().__init__(
            f"{number} no place in the files of the project, whose shape was changed",
            f"Add by hand, then run `uv run just makemigration NAME`:\n{listed}",
        )
