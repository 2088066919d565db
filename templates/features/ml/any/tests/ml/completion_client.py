"""Request completions."""

from typing import Any

import httpx2

from tests.support.event_stream import events_of

PATH = "/api/v1/completions"


def complete(client: httpx2.Client, prompt: str, **fields: object) -> list[tuple[str, Any]]:
    """Request a completion, and return all its events."""
    body = {"prompt": prompt, **fields}
    with client.stream("POST", PATH, json=body) as response:
        assert response.status_code == 200
        return list(events_of(response))
