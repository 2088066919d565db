"""How often somebody may try. Counted in memory by each worker: N workers allow N times as much."""

import math
import time
from collections import deque
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Request

WINDOW = 60.0
REGISTRATIONS = 10
SIGN_IN_FAILURES = 4
MAX_KEYS = 100_000


class RateLimit:
    """Allow so many attempts a minute for each key."""

    def __init__(self, attempts: int) -> None:
        self._attempts = attempts
        self._seen: dict[str, deque[float]] = {}

    def check(self, key: str) -> None:
        """Refuse whoever has used up the attempts."""
        times = self._seen.get(key)
        if not times or len(times) < self._attempts:
            return
        left = times[0] + WINDOW - time.monotonic()
        if left > 0:
            raise HTTPException(
                HTTPStatus.TOO_MANY_REQUESTS,
                "Too many attempts",
                {"Retry-After": str(math.ceil(left))},
            )

    def count(self, key: str) -> None:
        """Remember an attempt."""
        now = time.monotonic()
        if len(self._seen) >= MAX_KEYS:
            self._forget_before(now - WINDOW)
        self._seen.setdefault(key, deque(maxlen=self._attempts)).append(now)

    def forgive(self, key: str) -> None:
        """Start over for somebody who turned out to be right."""
        self._seen.pop(key, None)

    def clear(self) -> None:
        """Forget everybody."""
        self._seen.clear()

    def __len__(self) -> int:
        """Count who is remembered."""
        return len(self._seen)

    def _forget_before(self, moment: float) -> None:
        self._seen = {key: times for key, times in self._seen.items() if times[-1] > moment}


class Limits:
    """The limits of one application."""

    def __init__(self) -> None:
        self.registrations = RateLimit(REGISTRATIONS)
        self.sign_ins = RateLimit(SIGN_IN_FAILURES)


async def client_address(request: Request) -> str:
    """Name the client; behind a proxy this is true once TRUSTED_PROXIES names the proxy."""
    return request.client.host if request.client else ""


async def get_limits(request: Request) -> Limits:
    """Find the counters that the application was made with."""
    limits: Limits = request.app.state.limits
    return limits


ClientAddress = Annotated[str, Depends(client_address)]
LimitsDep = Annotated[Limits, Depends(get_limits)]
