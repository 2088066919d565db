"""Jobs in the admin: a list, and the actions to retry and to cancel."""

from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.jobs.tables import Job, Status
from backend.platform.database.columns import now
from tests.support.browser import rows_of, send

LIST = "/admin/job/list"


@pytest.fixture
def jobs(engine: Engine) -> dict[Status, UUID]:
    """Store a job in each state."""
    ids = {status: uuid4() for status in Status}
    with Session(engine) as session:
        for status, job_id in ids.items():
            job = Job(id=job_id, kind="export", arguments={}, status=status, lease_until=now())
            session.add(job)
        session.commit()
    return ids


def run(admin: httpx2.Client, action: str, jobs: dict[Status, UUID]) -> str:
    """Run an action on all jobs, and return the message of the list."""
    chosen = "&".join(f"pks={each}" for each in jobs.values())
    path = f"/admin/_api/job/action?name={action}&{chosen}"
    assert send(admin, admin.get(LIST), path).status_code == 200
    return admin.get(LIST).text


def states(engine: Engine, jobs: dict[Status, UUID]) -> list[Status]:
    """Return the states of the jobs now."""
    with Session(engine) as session:
        found = {job.id: job.status for job in session.exec(select(Job)).all()}
    return [found[each] for each in jobs.values()]


def test_jobs_are_listed_and_filtered(admin: httpx2.Client, jobs: dict[Status, UUID]) -> None:
    assert rows_of(admin.get(LIST)).count("export") >= len(jobs)
    found = rows_of(admin.get(f"{LIST}?filter=status__in=failed"))
    assert [str(each) in found for each in jobs.values()] == [
        status is Status.FAILED for status in jobs
    ]
    detail = admin.get(f"/admin/job/detail?pk={jobs[Status.FAILED]}")
    assert (detail.status_code, "failed" in detail.text) == (200, True)
    assert admin.get(f"/admin/job/edit?pk={jobs[Status.FAILED]}").status_code == 403


def test_failed_and_cancelled_jobs_can_run_again(
    admin: httpx2.Client, engine: Engine, jobs: dict[Status, UUID]
) -> None:
    assert "Jobs that will run again: 2" in run(admin, "retry", jobs)
    kept = {Status.RUNNING, Status.SUCCEEDED}
    assert states(engine, jobs) == [each if each in kept else Status.QUEUED for each in jobs]


def test_queued_jobs_can_be_cancelled(
    admin: httpx2.Client, engine: Engine, jobs: dict[Status, UUID]
) -> None:
    assert "Cancelled jobs: 1" in run(admin, "cancel", jobs)
    assert states(engine, jobs) == [
        Status.CANCELLED if each is Status.QUEUED else each for each in jobs
    ]
