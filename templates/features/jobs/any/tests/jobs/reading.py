"""Read jobs in these tests, and queue them again."""

from typing import Any, cast

import httpx2

from tests.support.processes import wait_until
from tests.support.service import Service

PAST, FUTURE = "2020-01-01 00:00:00", "2999-01-01 00:00:00"


def added(response: httpx2.Response) -> dict[str, Any]:
    """Return the job that a request has added."""
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


def queue_again(service: Service, changes: str, lease_until: str = PAST) -> None:
    """Queue all jobs again, with another column; the next sweep publishes them."""
    service.execute(
        "UPDATE jobs_job SET status = 'queued', attempts = 0, started_at = NULL,"  # noqa: S608
        f" finished_at = NULL, result = NULL, lease_until = '{lease_until}', {changes}"
    )
