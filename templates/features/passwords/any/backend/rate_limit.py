"""How often one may try. Counted in memory by each worker: N workers allow N times as much."""

import threading
import time
from collections import deque

WINDOW = 60.0
MAX_KEYS = 100_000


class RateLimit:
    """Allow so many attempts a minute for each key."""

    def __init__(self, attempts: int) -> None:
        self._attempts = attempts
        self._times: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """Say for how many seconds `key` is blocked: none at all while it has attempts left."""
        with self._lock:
            times = self._times.get(key)
            if times is None or len(times) < self._attempts:
                return 0.0
            return max(0.0, times[0] + WINDOW - time.monotonic())

    def count(self, key: str) -> None:
        """Remember an attempt."""
        with self._lock:
            # At the end of the dict, so that its first key is the one to forget.
            times = self._times.pop(key, deque[float](maxlen=self._attempts))
            times.append(time.monotonic())
            self._times[key] = times
            if len(self._times) > MAX_KEYS:
                del self._times[next(iter(self._times))]

    def forgive(self, key: str) -> None:
        """Start over for somebody who turned out to be right."""
        with self._lock:
            self._times.pop(key, None)

    def clear(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._times.clear()
