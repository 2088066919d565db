"""How mail is delivered, for the tests of the pages: by jobs."""

from backend.jobs.models import Job, Status
from backend.jobs.run import run
from backend.jobs.store import claim

ADDRESS = "ada@example.com"
PASSPHRASE = "tangerine lamp 42"


def deliver() -> None:
    """Run the queued jobs, as a worker does."""
    for job_id in Job.objects.filter(status=Status.QUEUED).values_list("pk", flat=True):
        job = claim(job_id)
        assert job
        run(job)
