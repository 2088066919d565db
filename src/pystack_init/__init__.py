"""Choose a Python web stack with reasons, and get a project that is ready to work on."""

__version__ = "0.1.0"
# In the order of `--help`; `flags.py` has what each takes and does.
COMMANDS = ("new", "recommend", "compare", "options", "doctor")


def command_in(argv: list[str]) -> str:
    """Find the command that is asked for; here, because it is needed before anything is imported."""
    return next((word for word in argv if word in COMMANDS), "")
