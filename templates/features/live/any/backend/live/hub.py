"""The hub of a process: its connections, and their one subscription to the bus."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

from backend.live import tickets
from backend.live.bus import Bus
from backend.live.change import Change
from backend.live.connection import Connection
from backend.live.memory_bus import MemoryBus
from backend.live.protocol import SERVICE_RESTART, SESSION_ENDED
from backend.live.viewer import Viewer
from backend.platform.server.graceful_server import DrainingServer
from backend.settings import get_settings

SUBSCRIBE_SECONDS = 1  # a client does not wait longer for a bus that is down
STOP_INTERVAL = 0.2

# Returns each viewer with its current rights, or None if its session has ended.
Check = Callable[[Sequence[Viewer]], Awaitable[Sequence[Viewer | None]]]
log = structlog.stdlib.get_logger(__name__)


class HubFullError(Exception):
    """The process has LIVE_MAX_CONNECTIONS connections."""


def create_bus() -> Bus:
    """Return the configured bus."""
    if get_settings().live_is_local:
        return MemoryBus()
    from backend.live.valkey_bus import ValkeyBus  # noqa: PLC0415 - 0.2 s, not for `memory://`

    return ValkeyBus(get_settings().live_bus_url.get_secret_value())


class Hub:
    """Deliver changes to connections. It subscribes to the bus while there are any."""

    def __init__(self, check: Check) -> None:
        self.bus = create_bus()
        self.check = check
        self._connections = set[Connection]()
        self._is_listening = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def redeem(self, ticket: str) -> Viewer | None:
        """Return the viewer of a ticket, once, if its session lasts; or raise BusDownError."""
        viewer = await tickets.redeem(self.bus, ticket)
        return viewer and (await self.check([viewer]))[0]

    @asynccontextmanager
    async def connected(self, viewer: Viewer) -> AsyncIterator[Connection]:
        """Yield a connection that receives changes from now on, or raise HubFullError."""
        settings = get_settings()
        if len(self._connections) >= settings.live_max_connections:
            raise HubFullError
        connection = Connection(viewer, settings.live_queue)
        self._connections.add(connection)
        try:
            await self._listen()
            yield connection
        finally:
            self._connections.remove(connection)
            if not self._connections:
                self._end()

    async def _listen(self) -> None:
        if not self._tasks:
            work = (self.bus.listen(self._deliver, self._is_listening), self._stop(), self._renew())
            self._tasks = [asyncio.create_task(each) for each in work]
        with suppress(TimeoutError):
            async with asyncio.timeout(SUBSCRIBE_SECONDS):
                await self._is_listening.wait()

    def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self._is_listening.clear()

    def _deliver(self, text: str) -> None:
        try:
            change = Change.decode(text)
        except (ValueError, KeyError, TypeError) as error:
            log.warning("live_message_refused", error=repr(error))
            return
        for connection in self._connections:
            connection.offer(change)

    async def _stop(self) -> None:
        """End all connections when the server stops: it waits for open ones."""
        while True:
            await asyncio.sleep(STOP_INTERVAL)
            if DrainingServer.is_stopping:
                for connection in self._connections:
                    connection.end(SERVICE_RESTART)

    async def _renew(self) -> None:
        """End the connections of sessions that have ended; keep all while the database is down."""
        while True:
            await asyncio.sleep(get_settings().live_check_seconds)
            connections = list(self._connections)
            try:
                viewers = await self.check([each.viewer for each in connections])
            except Exception as error:  # noqa: BLE001 - the next check finds the same
                log.warning("live_check_failed", error=str(error))
                continue
            for connection, viewer in zip(connections, viewers, strict=True):
                if viewer is None:
                    connection.end(SESSION_ENDED)
                else:
                    connection.viewer = viewer
