"""Exports of products: a request adds a job, a worker runs it, the file can be downloaded."""

import csv
from functools import partial
from typing import Any

import httpx2
import pytest
from celery import Celery

from tests.catalog.product_client import add
from tests.jobs.exports import export
from tests.jobs.reading import FUTURE, PAST, ended, queue_again, read
from tests.support.problem import assert_problem
from tests.support.processes import wait_until
from tests.support.service import Service

FIELDS = {
    *("id", "kind", "status", "attempts", "created_at", "started_at", "finished_at"),
    *("result", "problem"),
}


def is_postponed(client: httpx2.Client, job: dict[str, Any], attempts: int) -> bool:
    """Return whether a job waits for its next attempt."""
    now = read(client, job)
    return (now["status"], now["attempts"]) == ("queued", attempts)


@pytest.mark.usefixtures("worker")
def test_a_worker_writes_the_file(owner: httpx2.Client) -> None:
    tea = add(owner, name="=Tea, green", status="draft")
    job = export(owner)
    assert job.keys() == FIELDS
    assert (job["kind"], job["status"], job["attempts"]) == ("product_export", "queued", 0)
    done = ended(owner, job)
    assert (done["status"], done["attempts"], done["problem"]) == ("succeeded", 1, None)
    assert done["created_at"] <= done["started_at"] <= done["finished_at"]
    response = owner.get(f"/api/v1/jobs/{job['id']}/result")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="products.csv"'
    rows = {row["id"]: row for row in csv.DictReader(response.text.splitlines())}
    assert len(rows) == done["result"]["rows"]
    # The apostrophe keeps spreadsheets from running a name as a formula.
    assert (rows[tea["id"]]["name"], rows[tea["id"]]["price"]) == ("'=Tea, green", "4.50")
    assert rows[tea["id"]]["created_at"] == tea["created_at"]


@pytest.mark.usefixtures("worker")
def test_a_queued_job_can_be_cancelled(service: Service, owner: httpx2.Client) -> None:
    job = export(owner)
    assert ended(owner, job)["status"] == "succeeded"
    assert_problem(owner.delete(f"/api/v1/jobs/{job['id']}"), 409)
    queue_again(service, "problem = NULL", FUTURE)  # no sweep publishes it
    assert_problem(owner.get(f"/api/v1/jobs/{job['id']}/result"), 404)
    for _ in range(2):
        assert owner.delete(f"/api/v1/jobs/{job['id']}").status_code == 204
    with Celery(broker=service.valkey.connection_url) as sender, service.valkey.client() as queue:
        sender.send_task("jobs.run", [job["id"]], queue="jobs")
        assert ended(owner, export(owner))["status"] == "succeeded"
        wait_until(lambda: not queue.llen("jobs"))
    cancelled = read(owner, job)
    assert (cancelled["status"], cancelled["attempts"]) == ("cancelled", 0)


@pytest.mark.usefixtures("worker")
def test_a_job_that_fails_three_times_has_failed(service: Service, owner: httpx2.Client) -> None:
    job = export(owner)
    assert ended(owner, job)["status"] == "succeeded"
    queue_again(service, "kind = 'unknown'")
    for attempt in (1, 2):
        wait_until(partial(is_postponed, owner, job, attempt))
        service.execute(f"UPDATE jobs_job SET lease_until = '{PAST}'")  # noqa: S608
    failed = ended(owner, job)
    assert (failed["status"], failed["attempts"], failed["result"]) == ("failed", 3, None)
    assert failed["problem"]["detail"] == "Something went wrong on our side, 3 times"


@pytest.mark.usefixtures("worker")
def test_jobs_run_after_the_broker_was_down(service: Service, owner: httpx2.Client) -> None:
    with service.without_valkey():
        job = export(owner)
        assert read(owner, job)["status"] == "queued"
    assert ended(owner, job)["status"] == "succeeded"
