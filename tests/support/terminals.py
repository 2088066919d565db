"""A pseudo-terminal whose screen tests can read, and the keys to press in it."""

import os
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pyte
import yaml

from waiting import LIMIT

ENTER, UP, DOWN, LEFT, CTRL_B, CTRL_C, CTRL_U = "\r", "\x1b[A", "\x1b[B", "\x1b[D", "\x02", "\x03", "\x15"
QUICK = ("--no-install", "--no-git")
FIRST = "» API of a SaaS product"
CREATE = "» Create the project"


class Terminal:
    """A pseudo-terminal that shows a screen and accepts keys."""

    def __init__(self, *argv: str, rows: int = 24, columns: int = 80) -> None:
        self.screen = pyte.Screen(columns, rows)
        # Reports the cursor position when the program requests it.
        self.screen.write_process_input = self.press  # type: ignore[method-assign, assignment]
        self.stream = pyte.Stream(self.screen)
        self.written = ""
        self.settings_at_end: list[Any] = []
        # Explicit: otherwise the C environment is used, in which readline has set the size of this terminal.
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

    def wait_for_output(self, text: str, times: int = 1) -> None:
        """Wait until a text was written, even if it has scrolled away."""
        self._until(lambda: self.written.count(text) >= times, text)

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.child.send(key)

    def resize(self, rows: int, columns: int) -> None:
        """Change the size of the window."""
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def settings(self) -> list[Any]:
        """Return the settings of the terminal, such as flow control and echo."""
        return termios.tcgetattr(self.child.child_fd)

    def end(self) -> int:
        """Wait until the command ends, and return the exit code."""
        while self._read():
            pass
        self.settings_at_end = self.settings()
        self.child.close()
        code = self.child.exitstatus
        assert code is not None
        return code

    def _until(self, seen: Callable[[], bool], text: str) -> None:
        deadline = time.monotonic() + LIMIT
        while not seen():
            alive = time.monotonic() < deadline and self._read()
            assert alive, f"`{text}` did not appear:\n{self.shown}"

    def _read(self) -> bool:
        try:
            text = self.child.read_nonblocking(65_536, timeout=LIMIT)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.written += text
        self.stream.feed(text)
        return True


def recorded(project: Path) -> dict[str, Any]:
    """Read the recorded answers of a project."""
    answers: dict[str, Any] = yaml.safe_load((project / ".pystack-init.yml").read_text(encoding="utf-8"))
    return answers
