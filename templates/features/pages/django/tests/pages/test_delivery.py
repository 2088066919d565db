"""When the mail of a password reset is sent."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core import mail
from django.test import Client

from backend.accounts.models import User
from tests.pages.delivery import ADDRESS, PASSPHRASE, deliver

Counted = Callable[[int], AbstractContextManager[object]]


def test_the_mail_is_sent_after_the_response(
    client: Client, django_assert_num_queries: Counted
) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    with django_assert_num_queries(0):
        client.post("/reset", {"email": ADDRESS})
    assert mail.outbox == []
    deliver()
    assert len(mail.outbox) == 1
