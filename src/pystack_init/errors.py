"""Every error of a command, with the exit code that scripts rely on.

PystackError                1  the command failed
├── DestinationTaken        1  the folder contains files
├── DestinationUnusable     1  no project can be written there
├── SystemRefused           1  the operating system refused: a full disk, a permission
├── OutputLost              1  the result could not be written to stdout
├── GitMissing              1  a repository was requested without git (`system/git.py`)
├── WorkspaceUndecided      1  a uv workspace would include the project (`system/workspace.py`)
├── NoWorkspace             1  no uv workspace includes the project
├── WorkspaceUnreadable     1  the workspace cannot be told to exclude it
├── ChecksFailed            1  `doctor` found a problem (`results/doctor.py`)
├── GitFailed               1  a merge needs a git that works (`system/trees.py`)
├── ReleaseUnknown          1  a release whose templates are not here (`lifecycle/releases.py`)
├── TemplatesUnreadable     1  a tree of templates that this version cannot render (`rendering/manifest.py`)
├── OverlappingChanges      1  uncommitted changes are in the way (`lifecycle/problems.py`)
├── ImpossibleRequest       2  the request is invalid
│   ├── AnswersUnreadable   2  the answers file
│   ├── ConfigInvalid       2  the user's configuration, or a preset that it lacks (`planning/presets.py`)
│   ├── UnknownAnswer       2  no such question
│   ├── InvalidAnswer       2  a value that its question does not accept
│   │   └── InvalidChoice   2  a value that is not in its question's list
│   ├── IncompatibleAnswers 2  two answers that exclude each other
│   ├── InvalidResource     2  no valid resource, or a name that is taken (`resources/problems.py`)
│   └── MissingAnswers      2  answers are missing and there is no terminal to ask in
├── Bug                     3  a bug in pystack-init
├── ConflictsLeft           4  the project is changed, conflicts are left (`lifecycle/problems.py`)
├── LinesLeft               4  a resource is written, lines in other files are left (`lifecycle/problems.py`)
├── StepFailed              5  the project is written, a later step failed
├── SomethingToDo           6  `--check` found something to do
└── Cancelled             130  cancelled by the user; 143 by SIGTERM, 129 by SIGHUP

No message here names a flag: `terminal/views/error.py` writes fields and suggestions as flags.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pystack_init import WRITING
from pystack_init.suggestions import did_you_mean, nearest_word, one_of

LONGEST_PATH_SHOWN, ISSUES = 100, "https://github.com/pystack-init/pystack-init/issues"


class PystackError(Exception):
    """A command failed; `hint` says what to do, or `suggestion` is a value for the first field."""

    code = "could-not"
    exit_code = 1
    label = "error: "

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        fields: Sequence[str] = (),
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.warnings: Sequence[Any] = ()  # `ResultWarning`s, of problems that may explain the error
        self.fields = tuple(fields)
        self.suggestion = suggestion

    @property
    def field(self) -> str | None:
        """The id of the question or parameter to change, if there is one."""
        return self.fields[0] if self.fields else None


class DestinationTaken(PystackError):
    """The target folder already contains files."""

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
        super().__init__(message, "Nothing was changed; fix the cause and run the command again")


class OutputLost(PystackError):
    """The result could not be written to stdout."""

    code = "output-lost"

    def __init__(self, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or "it is closed"
        super().__init__(
            f"The output could not be written: {reason}", "Write it to another file, or to a terminal"
        )


class ImpossibleRequest(PystackError):
    """The request is invalid: an unknown flag, an extra argument, two options that exclude each other.

    `in_project` says that answers of a project are changed: its fields are `question=answer`, not flags.
    """

    code = "usage"
    exit_code = 2
    in_project = False


class AnswersUnreadable(ImpossibleRequest):
    """The answers file is missing, too large, or contains no answers."""

    code = "answers-unreadable"


class UnknownAnswer(ImpossibleRequest):
    """An answer to a question that does not exist; `origin` is where it was given."""

    code = "unknown-answer"

    def __init__(self, key: str, known: Sequence[str], *, origin: str) -> None:
        nearest = nearest_word(key, known)
        super().__init__(
            f"Unknown question `{key}`", did_you_mean(key, known), fields=[key], suggestion=nearest
        )
        self.origin = origin


class InvalidAnswer(ImpossibleRequest):
    """A value that its question does not accept; `origin` is where it was given, None for a flag."""

    code = "invalid-answer"
    origin: str | None = None


class InvalidChoice(InvalidAnswer):
    """A value that is not one of the question's choices."""

    def __init__(
        self, question: str, value: str, choices: Sequence[str], *, suggestion: str = "", hint: str = ""
    ) -> None:
        super().__init__(
            f"Invalid value `{value}` for `{question}`; choose {one_of(choices)}",
            hint or None,
            fields=[question],
            suggestion=nearest_word(value, choices) or suggestion or None,
        )
        self.value, self.choices = value, tuple(choices)


class IncompatibleAnswers(ImpossibleRequest):
    """An answer that needs another one; `other` excludes it, `suggestion` fits.

    A `saved` answer, such as one of a preset or of the project, cannot be dropped from the command line.
    """

    saved = False

    def __init__(
        self, question: str, needs: str, other: tuple[str, str], how: str, *, suggestion: str
    ) -> None:
        field, value = other
        super().__init__(
            f"`{question}` needs {needs}, but `{field}: {value}` {how}",
            fields=[question, field],
            suggestion=suggestion,
        )
        self.needs, self.other, self.how = needs, other, how


class MissingAnswers(ImpossibleRequest):
    """Answers are missing and there is no terminal to ask in.

    `command` is the whole command to paste. Where it is empty, `example` has an answer for each field, and
    `suggestion` is a use case that answers all of them.
    """

    code = "missing-answers"

    def __init__(
        self,
        fields: Sequence[str],
        *,
        command: str = "",
        example: Mapping[str, str] | None = None,
        suggestion: str | None = None,
    ) -> None:
        names = ", ".join(f"`{field}`" for field in fields)
        super().__init__(
            f"Missing options (no interactive terminal to ask in): {names}",
            fields=fields,
            suggestion=suggestion,
        )
        self.command, self.example = command, dict(example or {})


class Bug(PystackError):
    """A bug in pystack-init itself."""

    code = "bug"
    exit_code = 3


class StepFailed(PystackError):
    """The project is written; a step after that failed."""

    code = "step-failed"
    exit_code = 5

    def __init__(self, failures: Mapping[str, str], hint: str, done: str = "created") -> None:
        reasons = "; ".join(f"`{step}` failed{reason and f': {reason}'}" for step, reason in failures.items())
        super().__init__(f"The project was {done}, but {reasons}", hint)
        self.failures, self._done = failures, done

    def without_reasons(self) -> "StepFailed":
        """Return the error for a reader who has seen the output of the steps."""
        return StepFailed(dict.fromkeys(self.failures, ""), self.hint or "", self._done)


class Cancelled(PystackError):
    """The user, or the system, stopped the command."""

    code = "cancelled"
    exit_code = 130

    def __init__(self, hint: str | None = None) -> None:
        super().__init__("Cancelled; no files were left behind", hint)

    def of(self, command: str) -> "Cancelled":
        """Return the error as its command reports it: one that writes no files has left none behind."""
        if command not in WRITING:
            self.message, self.label = "Cancelled", ""
        return self
