"""What every test stands on."""

import os
import signal
from typing import Any

import pytest
from xdist.scheduler import WorkStealingScheduling  # type: ignore[import-untyped] # it says nothing of its types

# Where it is set, every program that a test starts compiles all that it imports anew: half of the whole time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell starts background jobs with SIGINT ignored, and every command that a test starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let a worker that has done its half take from the other: the tests of a whole project take minutes."""
    return WorkStealingScheduling(config, log)
