"""An open connection: a bounded queue of messages, and the reason why it ends."""

from asyncio import Event
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

from backend.live.change import Change
from backend.live.protocol import MAX_MESSAGE, MESSAGE_TOO_BIG, TRY_AGAIN_LATER
from backend.live.viewer import Viewer


class Connection:
    """Iterate over the messages for one client; `code` is then the close code.

    It is None if the client has left.
    """

    def __init__(self, viewer: Viewer, size: int) -> None:
        self.viewer = viewer
        self.code: int | None = None
        self._size = size
        self._messages = deque[str]()
        self._has_news = Event()
        self._has_ended = False

    def offer(self, change: Change) -> None:
        """Queue the viewer's message; end the connection if its client reads too slowly."""
        message = change.message_for(self.viewer)
        if message is None or self._has_ended:
            return
        if len(self._messages) == self._size:
            self.end(TRY_AGAIN_LATER)
            return
        self._messages.append(message)
        self._has_news.set()

    def end(self, code: int | None) -> None:
        """End the iteration, without the messages that wait."""
        if not self._has_ended:
            self._has_ended, self.code = True, code
            self._messages.clear()
            self._has_news.set()

    async def watch(self, receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> None:
        """Notice that a WebSocket's client leaves; ignore what it sends, unless it is too long."""
        while (message := await receive())["type"] != "websocket.disconnect":
            content = message.get("bytes") or (message.get("text") or "").encode()
            if len(content) > MAX_MESSAGE:
                self.end(MESSAGE_TOO_BIG)
                return
        self.end(None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        await self._has_news.wait()
        if self._has_ended:
            raise StopAsyncIteration
        message = self._messages.popleft()
        if not self._messages:
            self._has_news.clear()
        return message
