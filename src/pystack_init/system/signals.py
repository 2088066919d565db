"""Undo unfinished work when a signal ends the process.

A handler that raises can be swallowed (in a destructor, inside an import) or land between a folder's creation
and the `try` that would remove it. So this one raises nothing: it runs the registered undo actions itself and
ends the process. An action is registered before the thing it undoes is begun.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from pystack_init import WRITING

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_undo: list[Callable[[], None]] = []
_waiting: list[int] = []
_stopped_by: list[int] = []
_deferrals: list[None] = []
_MESSAGE = "Cancelled; no files were left behind"
_NOTHING_WRITTEN = "Cancelled"
# The message and the hint to print, and both as JSON.
_report: list[str] = [_MESSAGE, "", f'"{_MESSAGE}"', "null"]

# Written out: a handler that imports could deadlock with an import of the main thread.
_DOCUMENT = """{
  "schema_version": 1,
  "ok": false,
  "command": "%s",
  "data": {},
  "warnings": [],
  "error": {
    "code": "cancelled",
    "exit_code": %d,
    "message": %s,
    "hint": %s,
    "fields": []
  }
}
"""


def arm() -> None:
    """Handle Ctrl-C, SIGTERM and SIGHUP, except those that the parent ignores (`nohup`)."""
    for one in SIGNALS:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _stop)


def announce(command: str, *, as_json: bool) -> None:
    """Report a signal at the end, past the buffers of stdout and stderr, which may be in use."""
    label = "error: " if command in WRITING else ""
    if command not in WRITING:
        _report[:] = [_NOTHING_WRITTEN, "", f'"{_NOTHING_WRITTEN}"', "null"]

    def print_report() -> None:
        message, hint, *quoted = _report
        if as_json:
            os.write(1, (_DOCUMENT % (command, exit_code(), *quoted)).encode())
        else:
            hint = f"\nhint: {hint}\n" if hint else ""
            os.write(2, f"\n{label}{message}\n{hint}".encode(errors="backslashreplace"))

    _undo.insert(0, print_report)


def report(hint: str, message: str = _MESSAGE) -> None:
    """Set what to print when a signal ends the process from here on."""
    from json import dumps  # noqa: PLC0415 - not for `--help`, and not in the handler

    _report[:] = [message, hint, dumps(message), dumps(hint or None)]


@contextmanager
def undoing(action: Callable[[], None]) -> Iterator[None]:
    """Run `action` on a signal or an exception before the block ends."""
    _undo.append(action)
    try:
        yield
    except BaseException:
        with deferred():
            action()
        raise
    finally:
        _undo.remove(action)


@contextmanager
def at_stop(action: Callable[[], None]) -> Iterator[None]:
    """Run `action` only on a signal before the block ends."""
    _undo.append(action)
    try:
        yield
    finally:
        _undo.remove(action)


@contextmanager
def deferred() -> Iterator[None]:
    """Defer signals until the block ends."""
    _deferrals.append(None)
    try:
        yield
    finally:
        _deferrals.pop()
        if _waiting and not _deferrals:
            _stop(_waiting[0], None)


def finished() -> None:
    """Ignore signals from here on: the work is done, and only the report is left."""
    for one in SIGNALS:
        if signal.getsignal(one) is _stop:
            signal.signal(one, signal.SIG_IGN)
    _waiting.clear()


def exit_code() -> int:
    """Return the exit code: 128 plus the number of the signal, as in a shell."""
    return 128 + _stopped_by[0]


def _stop(signum: int, _frame: FrameType | None) -> None:
    if _deferrals:
        _waiting.append(signum)
        return
    _stopped_by.append(signum)
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    for action in reversed(_undo):
        with suppress(Exception):  # the next action still has to run
            action()
    os._exit(exit_code())
