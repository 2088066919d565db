"""The admin site lists jobs; staff can cancel queued ones and retry those that have ended."""

import re
import subprocess

import httpx2

from tests.support.processes import JUST, ROOT, wait_until
from tests.support.service import Service

JOBS = "/admin/jobs/job/"
PASSPHRASE = "tangerine lamp 42"


def post(browser: httpx2.Client, path: str, **form: str) -> str:
    """Send a form with its CSRF token, and return the page that follows."""
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(path).text)[0]
    fields = form | {"csrfmiddlewaretoken": token}
    response = browser.post(path, data=fields, follow_redirects=True)
    assert response.status_code == 200, response.text
    return response.text


def test_staff_can_cancel_and_retry_a_job(service: Service) -> None:
    environment = service.environment | {"ADMIN_PASSWORD": PASSPHRASE}
    create = [str(JUST), "create-admin", "boss@example.com"]
    subprocess.run(create, cwd=ROOT, env=environment, check=True)  # noqa: S603
    with httpx2.Client(base_url=service.url, timeout=60, trust_env=False) as browser:
        form = {"username": "boss@example.com", "password": PASSPHRASE}
        post(browser, f"/admin/login/?next={JOBS}", **form)

        def listed(status: str) -> list[str]:
            """Return the ids of the cleanups with a status."""
            page = browser.get(JOBS, params={"status__exact": status, "kind__exact": "cleanup"})
            return re.findall(r'name="_selected_action" value="([^"]+)"', page.text)

        with service.running("worker", JOB_LEASE_SECONDS="6"):
            [job] = wait_until(lambda: listed("succeeded"))
        service.execute("UPDATE jobs_job SET status = 'queued', attempts = 0, finished_at = NULL")
        page = post(browser, JOBS, action="cancel", _selected_action=job)
        assert "Cancelled jobs: 1" in page
        assert listed("cancelled") == [job]
        page = post(browser, JOBS, action="retry", _selected_action=job)
        assert "Jobs that will run again: 1" in page
        with service.running("worker", JOB_LEASE_SECONDS="6"):
            assert wait_until(lambda: listed("succeeded")) == [job]
        assert "cleanup" in browser.get(f"{JOBS}{job}/change/").text
