"""The bus of a single process, `memory://`."""

import asyncio
import time
from collections.abc import Callable

Listener = tuple[asyncio.AbstractEventLoop, Callable[[str], None]]
# Those of the whole process: with Django, changes come from its threads.
_listeners: set[Listener] = set()


def publish(text: str) -> None:
    """Pass a text to all listeners, from any thread."""
    for loop, receive in _listeners.copy():
        loop.call_soon_threadsafe(receive, text)


class MemoryBus:
    """Implement `Bus` with the memory of this process."""

    def __init__(self) -> None:
        self._stored: dict[str, tuple[str, float]] = {}

    async def listen(self, receive: Callable[[str], None], is_listening: asyncio.Event) -> None:
        """Call `receive` with every published text, forever."""
        listener = asyncio.get_running_loop(), receive
        _listeners.add(listener)
        is_listening.set()
        try:
            await asyncio.Event().wait()
        finally:
            _listeners.remove(listener)

    async def store(self, key: str, value: str, seconds: int) -> None:
        """Store a value, and delete those that have expired."""
        now = time.monotonic()
        kept = {name: stored for name, stored in self._stored.items() if stored[1] > now}
        self._stored = {**kept, key: (value, now + seconds)}

    async def take(self, key: str) -> str | None:
        """Return a stored value and delete it."""
        value, expires = self._stored.pop(key, ("", 0.0))
        return value if expires > time.monotonic() else None
