"""Every way a command can fail, with the exit code that scripts rely on.

PystackError                1  could not
├── DestinationTaken        1  the folder holds files
├── DestinationUnusable     1  no project can be written there
├── SystemRefused           1  the operating system said no: a full disk, a permission
├── OutputLost              1  the answer could not be written to stdout
├── ChecksFailed            1  `doctor` found something broken
├── TemplatesUnreadable     1  a tree of templates that this version cannot render
├── ImpossibleRequest       2  what was asked cannot be done
│   ├── AnswersUnreadable   2  the answers file
│   ├── UnknownAnswer       2  no such question
│   ├── InvalidAnswer       2  a value that its question does not accept
│   └── MissingAnswers      2  nobody to ask
├── Bug                     3  a fault of pystack-init
├── StepFailed              5  the project is written, a later step failed
└── Cancelled             130  nothing is left behind; 143 by SIGTERM, 129 by SIGHUP
"""

from collections.abc import Sequence
from pathlib import Path

LONGEST_PATH_SHOWN = 100
ISSUES = "https://github.com/pystack-init/pystack-init/issues"


class PystackError(Exception):
    """Something could not be done, with a way out for whoever asked."""

    code = "could-not"
    exit_code = 1

    def __init__(self, message: str, hint: str | None = None, *, fields: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fields = tuple(fields)


class DestinationTaken(PystackError):
    """The target folder already holds files."""

    code = "destination-taken"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The folder `{path}` is not empty", "Choose another name, or empty the folder first"
        )


class DestinationUnusable(PystackError):
    """No project can be written at the target."""

    code = "destination-unusable"


class SystemRefused(PystackError):
    """The operating system refused: a full disk, a permission, a name that is too long."""

    code = "system-refused"

    def __init__(self, error: OSError) -> None:
        path = str(error.filename or "")
        shown = path if len(path) <= LONGEST_PATH_SHOWN else f"…{path[-LONGEST_PATH_SHOWN:]}"
        where = f" (`{shown}`)" if shown else ""
        message = f"{error.strerror or type(error).__name__}{where}"
        super().__init__(message, "Nothing was changed; mend it and run the command again")


class OutputLost(PystackError):
    """The answer could not be written to stdout."""

    code = "output-lost"

    def __init__(self, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or "it is closed"
        super().__init__(
            f"The output could not be written: {reason}", "Send it to a file or a terminal that takes it"
        )


class ChecksFailed(PystackError):
    """`doctor` found something that stops the work."""

    code = "checks-failed"


class TemplatesUnreadable(PystackError):
    """A tree of templates is damaged, or of a format that this version does not know."""

    code = "templates-unreadable"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The templates in `{path}` cannot be read: {reason}", "Update pystack-init")


class ImpossibleRequest(PystackError):
    """What was asked cannot be done as asked: a flag, an argument, two options that exclude each other."""

    code = "usage"
    exit_code = 2


class AnswersUnreadable(ImpossibleRequest):
    """The answers file cannot be read as answers."""

    code = "answers-unreadable"


class UnknownAnswer(ImpossibleRequest):
    """An answer to a question that does not exist."""

    code = "unknown-answer"

    def __init__(self, key: str, known: Sequence[str], *, where: str) -> None:
        super().__init__(f"There is no question `{key}` ({where})", did_you_mean(key, known), fields=[key])


class InvalidAnswer(ImpossibleRequest):
    """A value that its question does not accept."""

    code = "invalid-answer"


class MissingAnswers(ImpossibleRequest):
    """Answers are missing and there is nobody to ask."""

    code = "missing-answers"


class Bug(PystackError):
    """A fault of pystack-init itself."""

    code = "bug"
    exit_code = 3


class StepFailed(PystackError):
    """The project is written; a step after that failed."""

    code = "step-failed"
    exit_code = 5


class Cancelled(PystackError):
    """The person, or the system, stopped the command."""

    code = "cancelled"
    exit_code = 130

    def __init__(self, hint: str | None = None) -> None:
        super().__init__("Cancelled, nothing was left behind", hint)


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Offer the nearest known word, or all of them."""
    from difflib import get_close_matches  # noqa: PLC0415 - only when something is misspelt

    lowered = {one.lower(): one for one in known}
    near = get_close_matches(word.lower(), lowered, n=1)
    return (
        f"Did you mean `{lowered[near[0]]}`?"
        if near
        else "Known are " + ", ".join(f"`{one}`" for one in known)
    )
