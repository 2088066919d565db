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


def arm() -> None:
    """Take over Ctrl-C, SIGTERM and SIGHUP, but for those that the parent chose to ignore (`nohup`)."""
    for one in SIGNALS:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _stop)


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
