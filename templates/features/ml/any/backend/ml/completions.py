"""Complete a text word by word: who generates it, and the events that a client receives."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import cache
from pathlib import Path
from typing import Protocol
from zlib import crc32

from backend.platform.http.problems import problem_body
from backend.settings import get_settings

MAX_PROMPT, MAX_TOKENS = 4_000, 512
TEXT = Path(__file__).with_name("completions.txt")
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # no proxy collects the events


class GenerationError(Exception):
    """The generator cannot go on; the message is for the client."""


class Generator(Protocol):
    """A source of text."""

    def generate(self, prompt: str, max_tokens: int) -> AsyncGenerator[str]:
        """Yield the tokens that follow the prompt. Raise GenerationError.

        It is closed when the client disconnects.
        """
        raise NotImplementedError


class NgramGenerator:
    """Choose each word by the two words before it, as in a text; a prompt has one completion."""

    def __init__(self, text: str) -> None:
        self._words = text.split()
        self._next = defaultdict[tuple[str, ...], list[str]](list)
        for at, word in enumerate(self._words):
            for length in range(1, min(at, 2) + 1):
                self._next[tuple(self._words[at - length : at])].append(word)

    async def generate(self, prompt: str, max_tokens: int) -> AsyncGenerator[str]:
        """Yield words."""
        recent = prompt.split()[-2:]
        for at in range(max_tokens):
            known = self._next.get(tuple(recent)) or self._next.get(tuple(recent[-1:]))
            choices = known or self._words
            word = choices[crc32(f"{at} {prompt}".encode()) % len(choices)]
            recent = [*recent[-1:], word]
            yield f" {word}"
            await asyncio.sleep(0)  # let other requests run


@cache
def generator() -> Generator:
    """Return the generator that the settings choose."""
    settings = get_settings()
    if not settings.completions_url:
        return NgramGenerator(TEXT.read_text(encoding="utf-8"))
    from backend.ml.openai_compatible import OpenAIGenerator  # noqa: PLC0415 - 0.1 s to import

    key = settings.completions_key.get_secret_value()
    return OpenAIGenerator(settings.completions_url, settings.completions_model, key)


async def events(prompt: str, max_tokens: int) -> AsyncGenerator[str]:
    """Yield an event `token` for each token, then `done`; after a failure, `error` instead."""
    count = 0
    try:
        async with aclosing(generator().generate(prompt, max_tokens)) as tokens:
            async for token in tokens:
                count += 1
                yield _event("token", {"text": token})
    except GenerationError as error:
        yield _event("error", dict(problem_body(502, str(error))))
    else:
        yield _event("done", {"tokens": count})


def _event(name: str, data: dict[str, object]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
