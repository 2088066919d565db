"""Let another server complete texts: one with OpenAI's API for chats, such as Ollama or vLLM."""

import json
from collections.abc import AsyncGenerator

import httpx2
import structlog

from backend.ml.completions import GenerationError

TIMEOUT = httpx2.Timeout(5, read=30)  # seconds to connect, and between two tokens
PREFIX, END = "data: ", "[DONE]"
UNREADABLE = AttributeError, LookupError, TypeError, ValueError  # an event of another form
FAILED = "The text generator does not respond, try again"

log = structlog.stdlib.get_logger(__name__)


class OpenAIGenerator:
    """A server with the endpoint `chat/completions`."""

    def __init__(self, url: str, model: str, key: str) -> None:
        self._url, self._model = f"{url.rstrip('/')}/chat/completions", model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def generate(self, prompt: str, max_tokens: int) -> AsyncGenerator[str]:
        """Yield the parts of the text as the server sends them; it stops when this is closed."""
        messages = [{"role": "user", "content": prompt}]
        body = {"model": self._model, "messages": messages, "max_tokens": max_tokens}
        try:
            async with (
                httpx2.AsyncClient(timeout=TIMEOUT, headers=self._headers) as client,
                client.stream("POST", self._url, json={**body, "stream": True}) as response,
            ):
                response.raise_for_status()
                async for line in response.aiter_lines():
                    if line == PREFIX + END:
                        return
                    if line.startswith(PREFIX) and (text := _text(line.removeprefix(PREFIX))):
                        yield text
        except (httpx2.HTTPError, *UNREADABLE) as error:
            log.warning("generator_failed", error=type(error).__name__, reason=str(error))
            raise GenerationError(FAILED) from error


def _text(data: str) -> str:
    """Return the text of an event; the first and the last have none."""
    return json.loads(data)["choices"][0]["delta"].get("content") or ""
