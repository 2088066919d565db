"""The bus carries changes to every process, and holds the tickets.

It is a Valkey server, or with `memory://` this process alone.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

CHANNEL = "live"


class BusDownError(Exception):
    """The bus does not respond."""


class Bus(Protocol):
    """What the hub and the tickets of a process need."""

    async def listen(self, receive: Callable[[str], None], is_listening: asyncio.Event) -> None:
        """Call `receive` with every published text, forever; clear the event while it cannot."""

    async def store(self, key: str, value: str, seconds: int) -> None:
        """Store a value for some time, or raise BusDownError."""

    async def take(self, key: str) -> str | None:
        """Return a stored value and delete it, or raise BusDownError."""
