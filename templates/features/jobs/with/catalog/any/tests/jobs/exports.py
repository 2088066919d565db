"""Request exports in these tests."""

from typing import Any

import httpx2

from tests.jobs.reading import added

EXPORTS = "/api/v1/products/exports"


def export(client: httpx2.Client, key: str = "") -> dict[str, Any]:
    """Start an export, and return its job."""
    return added(client.post(EXPORTS, headers={"Idempotency-Key": key}))
