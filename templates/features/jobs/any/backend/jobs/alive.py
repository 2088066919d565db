"""Health check of a worker, for Docker: when did its upkeep last use the database?"""

import sys
import tempfile
import time
from pathlib import Path

from backend.settings import get_settings

FILE = Path(tempfile.gettempdir()) / "jobs-worker-alive"


def report_alive() -> None:
    """Store the current time."""
    FILE.touch()


def main() -> None:
    """Exit with 0 if the worker reported within the time of a lease, else with 1."""
    age = time.time() - FILE.stat().st_mtime if FILE.exists() else float("inf")
    sys.exit(age > get_settings().job_lease_seconds)


if __name__ == "__main__":
    main()
