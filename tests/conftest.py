"""Settings that every test needs."""

import os
import signal
from typing import Any

import pytest
from xdist.scheduler import WorkStealingScheduling  # type: ignore[import-untyped] # has no type hints

# If it is set, every program that a test starts compiles its imports again, which doubles the run time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell starts background jobs with SIGINT ignored, and the commands that a test starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Use work stealing, because the tests of a whole project take minutes and workers finish unevenly."""
    return WorkStealingScheduling(config, log)
