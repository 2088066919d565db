"""Run one command line: parse, run the command, write the result, return the exit code. Never raises."""

import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from pystack_init import COMMANDS, command_in
from pystack_init.cli.plain_flags import plain_request
from pystack_init.cli.rows import COMPLETE, INSTALL, SHOW, Request
from pystack_init.errors import (
    Bug,
    Cancelled,
    ImpossibleRequest,
    OutputLost,
    PystackError,
    StepFailed,
    SystemRefused,
)
from pystack_init.suggestions import did_you_mean
from pystack_init.terminal.console import print_status, write_stdout

if TYPE_CHECKING:
    from pystack_init.results import Result


@dataclass(frozen=True, slots=True)
class _Output:
    """Write the result: as text, or as one JSON object."""

    command: str
    json: bool

    def print_failure(self, error: PystackError) -> int:
        """Report the error, and return the exit code."""
        if isinstance(error, Cancelled):
            error = error.of(self.command)
        if not self.json:
            for warning in error.warnings:
                print_status(f"warning: {warning.message}")
            _print_error(error)
            return error.exit_code
        from pystack_init.terminal.views.report import as_json  # noqa: PLC0415 - not for `--help`

        try:
            write_stdout(as_json(self.command, None, error))
        except OutputLost as lost:
            _print_error(lost)
        return error.exit_code

    def print_result(self, result: "Result", *, quiet: bool) -> int:
        """Write a result, and return the exit code."""
        from pystack_init.terminal.views.report import as_json, as_text  # noqa: PLC0415 - not for `--help`

        code = result.error.exit_code if result.error else 0
        try:
            if self.json:
                write_stdout(as_json(self.command, result, result.error))
            elif not quiet:
                write_stdout(as_text(result))
        except OutputLost as lost:
            from pystack_init.results.project import Created  # noqa: PLC0415 - only for this error

            _print_error(lost)
            written = isinstance(result, Created) and not result.dry_run
            return code or (StepFailed.exit_code if written else lost.exit_code)
        if not self.json:
            for warning in result.warnings:
                print_status(f"warning: {warning.message}")
            error = result.error
            if isinstance(error, StepFailed) and not quiet:
                error = error.without_reasons()  # the output of the steps is above
            if error:
                _print_error(error)
        return code


def _print_error(error: PystackError) -> None:
    from pystack_init.terminal.views.error import print_error  # noqa: PLC0415 - not without an error

    print_error(error)


def main(argv: list[str]) -> int:
    """Run one command line."""
    if COMPLETE in os.environ:
        from pystack_init.cli.completion import complete  # noqa: PLC0415 - only for a shell
        from pystack_init.cli.flags import build_app  # noqa: PLC0415

        return complete(build_app(_ignore))
    command = command_in(argv)
    # Read here, not by Typer, so that a usage error is also one JSON object.
    output = _Output(command, json="--json" in argv)
    try:
        request = _parse(argv, command)
        return (
            request if isinstance(request, int) else output.print_result(request.run(), quiet=request.quiet)
        )
    except PystackError as error:
        return output.print_failure(error)
    except OSError as error:
        return output.print_failure(SystemRefused(error))
    except KeyboardInterrupt:
        return output.print_failure(Cancelled())
    except Exception as error:  # noqa: BLE001 - the user gets one line and a log, no traceback
        return output.print_failure(_bug(argv, error))


def _ignore(_: Request) -> None:
    """Run nothing: the shell asks for completions."""


def _parse(argv: list[str], command: str) -> Request | int:
    """Let Typer parse the flags into a request; its own output becomes ours."""
    if argv and argv[0] in {SHOW, INSTALL}:
        from pystack_init.cli.completion import script  # noqa: PLC0415 - only for a shell

        write_stdout(script(*argv[:2]))
        return 0
    plain = plain_request(argv)
    if plain:
        return plain
    from pystack_init.cli.flags import build_app  # noqa: PLC0415 - Typer is slow to import

    requests: list[Request] = []
    stdout, stderr = StringIO(), StringIO()
    code: object = 0
    with redirect_stdout(stdout), redirect_stderr(stderr):
        try:
            build_app(requests.append)(argv or ["--help"], prog_name="pystack-init")
        except SystemExit as ended:
            code = ended.code
    if code:
        raise _usage_error(stderr.getvalue(), command)
    if requests:
        return requests[0]
    write_stdout(stdout.getvalue())
    return 0


def _usage_error(usage_text: str, command: str) -> ImpossibleRequest:
    """Turn Typer's usage error into ours, with a hint."""
    _, _, message = usage_text.rpartition("Error: ")
    message = message.strip().removesuffix(".").replace("'", "`")
    hint = f"`{f'pystack-init {command}'.strip()} --help` shows the options"
    if message.startswith("No such command"):
        hint = did_you_mean(message.rpartition(" ")[2].strip("`"), COMMANDS)
    for mark, end in ((" (Possible options: ", ")"), (". Did you mean ", "?")):
        if mark in message:
            message, _, offered = message.partition(mark)
            words = [word.strip(" `") for word in offered.removesuffix(end).split(",")]
            hint = did_you_mean(message.rpartition(" ")[2].strip("`"), words)
    return ImpossibleRequest(message, hint)


def _bug(argv: list[str], error: Exception) -> Bug:
    """Write a log with what is needed to fix the bug."""
    import platform  # noqa: PLC0415 - only for a bug report
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    from pystack_init import __version__  # noqa: PLC0415
    from pystack_init.errors import ISSUES  # noqa: PLC0415

    details = [
        f"pystack-init {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {argv!r}",
        "".join(traceback.format_exception(error)),
    ]
    reason = str(error).splitlines()[0] if str(error) else "no message"
    message = f"This is a bug in pystack-init: {type(error).__name__}: {reason}"
    try:
        handle, path = tempfile.mkstemp(prefix="pystack-init-bug-", suffix=".log", text=True)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.write("\n".join(details))
    except OSError:
        return Bug(message, f"Report it at {ISSUES}")
    return Bug(message, f"Paste `{path}` into a new issue at {ISSUES}")
