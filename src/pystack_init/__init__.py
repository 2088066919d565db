"""Choose a Python web stack with reasons, and create a project that is ready to run."""

__version__ = "0.1.0"
# In the order of `--help`; `cli/commands.py` has the rows.
COMMANDS = (
    "new",
    "recommend",
    "compare",
    "options",
    "config",
    "doctor",
    "status",
    "diff",
    "update",
    "add",
    "remove",
    "set",
    "switch",
    "generate",
)
# Those that write files: to cancel another one is no failure.
WRITING = frozenset({"new", "update", "add", "remove", "set", "switch", "generate"})


def command_in(argv: list[str]) -> str:
    """Return the command of a command line; here, because it is needed before any import."""
    return next((word for word in argv if word in COMMANDS), "")
