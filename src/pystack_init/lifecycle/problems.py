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
