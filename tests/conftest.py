"""Settings that every test needs."""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import WorkStealingScheduling  # type: ignore[import-untyped] # has no type hints

# If it is set, every program that a test starts compiles its imports again, which doubles the run time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell starts background jobs with SIGINT ignored, and the commands that a test starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

CACHE = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Create one folder for the projects of all workers.

    It is not in pytest's folder: each new session closes that to other users, and under root a project's
    PostgreSQL runs as another user.
    """
    given = getattr(config, "workerinput", {}).get("cache")
    config.stash[CACHE] = Path(given or tempfile.mkdtemp(prefix=f"pystack-cache-{os.getpid()}-"))
    config.stash[CACHE].chmod(0o755)
    # A session that was killed has left its folder behind.
    for folder in Path(tempfile.gettempdir()).glob("pystack-cache-*-*"):
        if not is_running(int(folder.name.split("-")[2])):
            shutil.rmtree(folder, ignore_errors=True)


def is_running(pid: int) -> bool:
    """Tell whether a process exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where the folder is."""
    node.workerinput["cache"] = str(node.config.stash[CACHE])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete the folder after the session."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(config.stash[CACHE], ignore_errors=True)


@pytest.fixture(scope="session")
def cache(pytestconfig: pytest.Config) -> Path:
    """Return the folder that all workers share."""
    return pytestconfig.stash[CACHE]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Use work stealing, because the tests of a whole project take minutes and workers finish unevenly."""
    return WorkStealingScheduling(config, log)
