"""The bus of several processes, a Valkey server."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from backend.live.bus import CHANNEL, BusDownError

TIMEOUT = 1
RETRY_SECONDS = 1
SILENT_SECONDS = 5  # then a ping; a server that does not respond to it is down

Result = TypeVar("Result")
log = structlog.stdlib.get_logger(__name__)


class ValkeyBus:
    """Implement `Bus` with a Valkey server; a command waits for it at most one second."""

    def __init__(self, url: str) -> None:
        self._client: Redis = Redis.from_url(
            url,
            retry=Retry(NoBackoff(), 1),  # a connection may be one to a server that has restarted
            socket_connect_timeout=TIMEOUT,
            socket_timeout=TIMEOUT,
        )

    async def listen(self, receive: Callable[[str], None], is_listening: asyncio.Event) -> None:
        """Call `receive` with every published text, forever; subscribe again after a failure."""
        while True:
            try:
                async with self._client.pubsub() as subscription:
                    await subscription.subscribe(CHANNEL)
                    await _read(subscription, receive, is_listening)
            except Exception as error:  # noqa: BLE001 - whatever it is, the next attempt may succeed
                if is_listening.is_set():
                    log.warning("live_bus_lost", error=str(error))
                is_listening.clear()
                await asyncio.sleep(RETRY_SECONDS)

    async def store(self, key: str, value: str, seconds: int) -> None:
        """Store a value for some time."""
        await self._within_time(self._client.set(key, value, ex=seconds))

    async def take(self, key: str) -> str | None:
        """Return a stored value and delete it."""
        value = await self._within_time(self._client.getdel(key))
        return value.decode() if isinstance(value, bytes) else value

    async def _within_time(self, command: Awaitable[Result]) -> Result:
        try:
            async with asyncio.timeout(TIMEOUT):
                return await command
        except (RedisError, OSError) as error:  # TimeoutError is an OSError
            log.warning("live_bus_down", error=str(error))
            raise BusDownError from error


async def _read(
    subscription: PubSub, receive: Callable[[str], None], is_listening: asyncio.Event
) -> None:
    """Read messages until the server is silent: a connection can be dead without an error."""
    is_pinged = False
    while True:
        message = await subscription.get_message(timeout=SILENT_SECONDS)
        if message is None:
            if is_pinged:
                raise TimeoutError("no response")
            await subscription.ping()
        elif message["type"] == "subscribe":
            is_listening.set()
        elif message["type"] == "message":
            receive(message["data"].decode(errors="replace"))
            await asyncio.sleep(0)  # let connections send: many messages can be there at once
        is_pinged = message is None
