"""Request exports in these tests, and read their jobs."""

from typing import Any, cast

import httpx2

from tests.support.processes import wait_until

EXPORTS = "/api/v1/products/exports"


def export(client: httpx2.Client, key: str = "") -> dict[str, Any]:
    """Start an export, and return its job."""
    response = client.post(EXPORTS, headers={"Idempotency-Key": key})
    assert response.status_code == 202, response.text
    job = cast("dict[str, Any]", response.json())
    assert response.headers["Location"] == f"/api/v1/jobs/{job['id']}"
    return job


def read(client: httpx2.Client, job: dict[str, Any]) -> dict[str, Any]:
    """Read a job."""
    response = client.get(f"/api/v1/jobs/{job['id']}")
    assert response.status_code == 200, response.text
    return cast("dict[str, Any]", response.json())


def ended(client: httpx2.Client, job: dict[str, Any]) -> dict[str, Any]:
    """Wait until a job has ended, and return it."""
    return wait_until(lambda: (now := read(client, job))["finished_at"] and now)
