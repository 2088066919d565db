"""Undo what is half done when the process is told to stop.

A handler that raises can be swallowed (in a destructor, inside an import) or land between a folder's creation
and the `try` that would remove it. So this one raises nothing: it runs the registered undo actions itself and
ends the process. An action is registered before the thing it undoes is begun.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_undo: list[Callable[[], None]] = []
_waiting: list[int] = []
_stopped_by: list[int] = []
_deferrals: list[None] = []
_hints: list[str] = []

_SAID = "Cancelled, nothing was left behind"
# Spelled out: the main thread may be within an import, which a handler that imports would wait for.
_DOCUMENT = """{
  "schema_version": 1,
  "ok": false,
  "command": "%s",
  "data": {},
  "warnings": [],
  "error": {
    "code": "cancelled",
    "exit_code": %d,
    "message": "%s",
    "hint": %s,
    "fields": []
  }
}
"""


def arm() -> None:
    """Take over Ctrl-C, SIGTERM and SIGHUP, but for those that the parent chose to ignore (`nohup`)."""
    for one in SIGNALS:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _stop)


def announce(command: str, *, as_json: bool) -> None:
    """Say at the end that a signal ended it. The buffers may be in use then, so it goes around them."""

    def report() -> None:
        if as_json:
            spelled = _hints[1] if _hints else "null"
            os.write(1, (_DOCUMENT % (command, exit_code(), _SAID, spelled)).encode())
        else:
            hint = f"\nhint: {_hints[0]}\n" if _hints else ""
            os.write(2, f"\nerror: {_SAID}\n{hint}".encode(errors="backslashreplace"))

    _undo.insert(0, report)


def hint(text: str) -> None:
    """Note what to tell somebody who stops it from here on."""
    from json import dumps  # noqa: PLC0415 - not for `--help`, and not in the handler

    _hints[:] = [text, dumps(text)]


@contextmanager
def undoing(action: Callable[[], None]) -> Iterator[None]:
    """Run `action` if the process is told to stop, or an exception passes, before the block ends."""
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
    """Run `action` only if the process is told to stop before the block ends."""
    _undo.append(action)
    try:
        yield
    finally:
        _undo.remove(action)


@contextmanager
def deferred() -> Iterator[None]:
    """Let a signal wait until the block ends."""
    _deferrals.append(None)
    try:
        yield
    finally:
        _deferrals.pop()
        if _waiting and not _deferrals:
            _stop(_waiting[0], None)


def finished() -> None:
    """From here on there is nothing to undo and only the report is left: a late signal changes nothing."""
    for one in SIGNALS:
        if signal.getsignal(one) is _stop:
            signal.signal(one, signal.SIG_IGN)
    _waiting.clear()


def exit_code() -> int:
    """Tell with which code the process ends: 128 and the signal's number, as a shell would say it."""
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
