"""The job that sends the mail with a link to set a new password."""

from collections.abc import Iterator
from typing import Any

import structlog
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import send_mail
from django.template.loader import render_to_string

from backend.jobs.job import ClaimedJob
from backend.pages.views import ResetView
from backend.platform.security.rate_limit import TooManyAttemptsError, reset_mails

log = structlog.get_logger(__name__)


def send_reset_mail(job: ClaimedJob) -> None:
    """Send the mail if there is such a user; a mail server that is down is asked again later."""
    form = _Mail({"email": job.arguments["email"]})
    form.is_first_attempt = job.attempt == 1
    if form.is_valid():
        form.save(
            domain_override=job.arguments["domain"],
            use_https=job.arguments["protocol"] == "https",
            email_template_name=ResetView.email_template_name,
            subject_template_name=ResetView.subject_template_name,
        )


class _Mail(PasswordResetForm):
    is_first_attempt: bool

    def get_users(self, email: str) -> Iterator[Any]:
        """Yield the user, unless the account got three mails within an hour."""
        for user in super().get_users(email):
            try:
                if self.is_first_attempt:
                    reset_mails.spend(str(user.pk))
            except TooManyAttemptsError:
                log.info("too_many_reset_mails", user=str(user.pk))
            else:
                yield user

    def send_mail(self, *args: Any, **_: Any) -> None:
        """Send the mail, and let errors end the job; Django would only log them."""
        subject, body, context, sender, recipient = args
        lines = render_to_string(subject, context).splitlines()
        send_mail("".join(lines), render_to_string(body, context), sender, [recipient])
