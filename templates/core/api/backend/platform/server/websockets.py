"""uvicorn's WebSocket protocol, which cuts slow readers as well; `uv add websockets` enables it."""

import asyncio
from typing import cast

from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol

from backend.platform.server.slow_readers import SlowReaderLimit

WebSocketProtocol: type[asyncio.Protocol] | str = "none"  # as long as no library is installed
if AutoWebSocketsProtocol is not None:
    base = cast("type[asyncio.Protocol]", AutoWebSocketsProtocol)
    WebSocketProtocol = type("WebSocketProtocol", (SlowReaderLimit, base), {})
