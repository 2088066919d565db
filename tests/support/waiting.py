"""Wait for a condition or an HTTP response; the limit is so long that only a hang reaches it."""

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import httpx

LIMIT = 120.0  # seconds, also on a busy machine
PAUSE = 0.02

Value = TypeVar("Value")


def wait_until(condition: Callable[[], Value], otherwise: Callable[[], str] | str) -> Value:
    """Wait until a condition is true and return its value; fail with `otherwise` after LIMIT seconds."""
    deadline = time.monotonic() + LIMIT
    while not (value := condition()):
        assert time.monotonic() < deadline, otherwise if isinstance(otherwise, str) else otherwise()
        time.sleep(PAUSE)
    return value


# The default of httpx is five seconds.
http_get = partial(httpx.get, timeout=LIMIT)
http_post = partial(httpx.post, timeout=LIMIT)
http_options = partial(httpx.options, timeout=LIMIT)
http_client = partial(httpx.Client, timeout=LIMIT)
http_stream = partial(httpx.stream, timeout=LIMIT)
