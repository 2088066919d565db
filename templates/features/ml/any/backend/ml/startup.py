"""Load the models when the server starts, before it accepts requests."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog

from backend.ml.predictor import predictor

Message = MutableMapping[str, Any]

log = structlog.stdlib.get_logger(__name__)


class LoadModels:
    """Around an ASGI application: a model that cannot be loaded ends the start of the server."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Load the models at the start of the lifespan; pass everything else on."""
        if scope["type"] == "lifespan":
            from backend.ml.model_files import ModelFileError  # noqa: PLC0415 - see `predictor`

            try:
                models = predictor().describe()
            except ModelFileError as error:
                await receive()
                await send({"type": "lifespan.startup.failed", "message": str(error)})
                return
            log.info("models_loaded", models=[f"{one['name']}/{one['version']}" for one in models])
        await self.app(scope, receive, send)
