"""Rate limiting in the memory of each worker: N workers allow N times as many attempts."""

import threading
import time
from collections import deque
from ipaddress import IPv4Address, ip_address, ip_network

WINDOW = 60.0
MAX_KEYS = 100_000
SUBSCRIBER = 64  # bits of an IPv6 address: a provider gives each customer so many addresses


def network_of(address: str) -> str:
    """Return what counts as one client: an IPv4 address, or the /64 network of an IPv6 address."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, SUBSCRIBER), strict=False))


class RateLimit:
    """Allow a number of attempts per minute for each key."""

    def __init__(self, attempts: int) -> None:
        self._attempts = attempts
        self._times: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """Return for how many seconds `key` is blocked: 0 while it has attempts left."""
        with self._lock:
            times = self._times.get(key)
            if times is None or len(times) < self._attempts:
                return 0.0
            return max(0.0, times[0] + WINDOW - time.monotonic())

    def count(self, key: str) -> None:
        """Record an attempt."""
        with self._lock:
            # Moved to the end of the dict, so that the first key is the least recently used.
            times = self._times.pop(key, deque[float](maxlen=self._attempts))
            times.append(time.monotonic())
            self._times[key] = times
            if len(self._times) > MAX_KEYS:
                del self._times[next(iter(self._times))]

    def forgive(self, key: str) -> None:
        """Reset a key after a successful attempt."""
        with self._lock:
            self._times.pop(key, None)

    def clear(self) -> None:
        """Reset all keys."""
        with self._lock:
            self._times.clear()
