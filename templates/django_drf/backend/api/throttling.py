"""How often one may try. Counted in this process's memory: each worker counts for itself."""

import threading
import time
from collections import deque

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

WINDOW = 60.0
MAX_KEYS = 10_000


class Attempts:
    """The times of recent attempts, by whoever made them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """Say for how many seconds `key` is blocked: none at all while it is below the limit."""
        with self._lock:
            recent = self._recent(key)
            return recent[0] + WINDOW - time.monotonic() if len(recent) >= self._limit else 0.0

    def add(self, key: str) -> None:
        """Count one attempt."""
        with self._lock:
            if len(self._times) >= MAX_KEYS:
                # The oldest: memory stays bounded under attack.
                self._times.pop(next(iter(self._times)))
            self._times.setdefault(key, self._recent(key)).append(time.monotonic())

    def forget(self, key: str) -> None:
        """Start again for `key`."""
        with self._lock:
            self._times.pop(key, None)

    def clear(self) -> None:
        """Start again for everybody."""
        with self._lock:
            self._times.clear()

    def _recent(self, key: str) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= time.monotonic() - WINDOW:
            times.popleft()
        return times


failed_sign_ins = Attempts(limit=4)
registrations = Attempts(limit=10)


def address_of(request: Request) -> str:
    """Name the client; the server has already put a trusted proxy's word in here."""
    return str(request.META.get("REMOTE_ADDR", ""))


def sign_in_key(request: Request) -> str:
    """Count by address and e-mail, so that nobody can lock out somebody else."""
    form = request.data if isinstance(request.data, dict) else {}
    return f"{address_of(request)} {str(form.get('username', '')).lower()}"


class SignInThrottle(BaseThrottle):
    """Guessing passwords must be slow; the view counts what fails."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Refuse after a few failures, the right password too."""
        self._wait = failed_sign_ins.wait(sign_in_key(request))
        return self._wait <= 0

    def wait(self) -> float:
        """Say how long."""
        return self._wait


class RegisterThrottle(BaseThrottle):
    """Filling the table of users must be slow."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Let ten attempts a minute through, whatever becomes of them."""
        key = address_of(request)
        self._wait = registrations.wait(key)
        if self._wait > 0:
            return False
        registrations.add(key)
        return True

    def wait(self) -> float:
        """Say how long."""
        return self._wait
