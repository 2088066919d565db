"""A pseudo-terminal whose screen tests can read, and the keys to press in it."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pyte
import yaml

ENTER, UP, DOWN, LEFT, CTRL_B, CTRL_C, CTRL_U = "\r", "\x1b[A", "\x1b[B", "\x1b[D", "\x02", "\x03", "\x15"
QUICK = ("--no-install", "--no-git")
FIRST = "» API of a SaaS product"
CREATE = "» Create the project"
TIMEOUT = 25.0  # on a busy machine


class Terminal:
    """A terminal with somebody in front of it."""

    def __init__(self, *argv: str, rows: int = 24, columns: int = 80) -> None:
        self.screen = pyte.Screen(columns, rows)
        # A terminal answers when it is asked where its cursor is.
        self.screen.write_process_input = self.press  # type: ignore[method-assign, assignment]
        self.stream = pyte.Stream(self.screen)
        self.said = ""
        # Named, or it would be what C sees, where readline has put the size of the test's own terminal.
        around: Any = dict(os.environ)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "pystack_init", *argv],
            encoding="utf-8",
            dimensions=(rows, columns),
            env=around,
        )

    @property
    def shown(self) -> str:
        """Everything on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def see(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self._until(lambda: text in self.shown, text)

    def hear(self, text: str, times: int = 1) -> None:
        """Wait until a text was written, wherever it is by now."""
        self._until(lambda: self.said.count(text) >= times, text)

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.child.send(key)

    def resize(self, rows: int, columns: int) -> None:
        """Draw the window larger or smaller."""
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def end(self) -> int:
        """Wait for the end, and give the exit code."""
        while self._read():
            pass
        self.child.close()
        code = self.child.exitstatus
        assert code is not None
        return code

    def _until(self, seen: Callable[[], bool], text: str) -> None:
        deadline = time.monotonic() + TIMEOUT
        while not seen():
            alive = time.monotonic() < deadline and self._read()
            assert alive, f"`{text}` never came:\n{self.shown}"

    def _read(self) -> bool:
        try:
            said = self.child.read_nonblocking(65_536, timeout=TIMEOUT)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.said += said
        self.stream.feed(said)
        return True


def recorded(project: Path) -> dict[str, Any]:
    """Read the answers that a project keeps, without those that it always has."""
    answers: dict[str, Any] = yaml.safe_load((project / ".pystack-init.yml").read_text(encoding="utf-8"))
    return answers
