"""Start processes by their recipes, and wait for what they do."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parents[2]
JUST = Path(sys.executable).with_name("just")
LIMIT = 120  # seconds, which only a hang reaches

Value = TypeVar("Value")


def wait_until(condition: Callable[[], Value]) -> Value:
    """Wait until a condition is true, and return its value."""
    deadline = time.monotonic() + LIMIT
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
    return value


@contextmanager
def started(
    recipe: str, environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a recipe in a process group of its own; stop it at the end of the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            [JUST, recipe],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(LIMIT)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """Return a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
