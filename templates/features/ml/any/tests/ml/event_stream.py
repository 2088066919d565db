"""Read server-sent events."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2

PATH = "/api/v1/completions"


def events_of(response: httpx2.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the data of each event when it arrives."""
    name = ""
    for line in response.iter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


def complete(client: httpx2.Client, prompt: str, **fields: object) -> list[tuple[str, Any]]:
    """Request a completion, and return all its events."""
    body = {"prompt": prompt, **fields}
    with client.stream("POST", PATH, json=body) as response:
        assert response.status_code == 200
        return list(events_of(response))
