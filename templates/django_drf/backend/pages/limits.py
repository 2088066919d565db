"""How often one may try. Counted in this process's memory: each worker counts for itself."""

import hashlib
from contextlib import suppress
from threading import BoundedSemaphore

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

WINDOW = 60
# Argon2 takes 100 MB and a tenth of a second each time.
hashing = BoundedSemaphore(2)


class Limit:
    """How many attempts one may make within a minute."""

    def __init__(self, name: str, attempts: int) -> None:
        self._name, self._attempts = name, attempts

    def is_reached(self, request: HttpRequest, who: str = "") -> bool:
        """Say whether this client has to wait."""
        attempts: int = cache.get(self._key(request, who), 0)
        return attempts >= self._attempts

    def count(self, request: HttpRequest, who: str = "") -> None:
        """Count one attempt."""
        key = self._key(request, who)
        cache.add(key, 0, WINDOW)
        with suppress(ValueError):  # the minute was over just now
            cache.incr(key)

    def forget(self, request: HttpRequest, who: str = "") -> None:
        """Start again."""
        cache.delete(self._key(request, who))

    def _key(self, request: HttpRequest, who: str) -> str:
        seen = f"{request.META.get('REMOTE_ADDR', '')} {who.lower()}"
        return f"{self._name}-{hashlib.sha256(seen.encode()).hexdigest()}"


failed_sign_ins = Limit("sign-in", 4)
sign_ups = Limit("sign-up", 10)
resets = Limit("reset", 5)


def ask_to_wait(page: HttpResponse) -> HttpResponse:
    """Mark a page as the answer to somebody who tried too often."""
    page.status_code = 429
    page.headers["Retry-After"] = str(WINDOW)
    return page
