"""Read server-sent events."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2


def events_of(response: httpx2.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the data of each event when it arrives; without a name it is empty."""
    name = ""
    for line in response.iter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)
            name = ""
