"""When the mail of a password reset is sent: by a job, which is tried again."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import User
from backend.jobs.models import Job, Status
from tests.pages.delivery import ADDRESS, PASSPHRASE, deliver


def test_requests_for_known_and_unknown_addresses_do_the_same_work(client: Client) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    counts = []
    for address in (ADDRESS, "bob@example.com"):
        with CaptureQueriesContext(connection) as queries:
            client.post("/reset", {"email": address})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert mail.outbox == []
    deliver()
    assert [message.to for message in mail.outbox] == [[ADDRESS]]


def test_a_mail_that_cannot_be_sent_is_tried_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    client.post("/reset", {"email": ADDRESS})
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", None)
        deliver()
    job = Job.objects.get(kind="reset_mail")
    assert (job.status, job.attempts, mail.outbox) == (Status.QUEUED, 1, [])
    deliver()
    assert len(mail.outbox) == 1
