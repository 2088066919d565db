"""Who may try how often: guessing passwords and filling the table of users must both be slow."""

from django.http import HttpRequest

from backend.rate_limit import RateLimit

failed_sign_ins = RateLimit(4)
failed_password_changes = RateLimit(4)
registrations = RateLimit(10)


class TooManyAttemptsError(Exception):
    """Whoever asks has no attempts left, and may come again in so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Too many attempts")
        self.seconds = seconds


def refuse_if_used_up(limit: RateLimit, key: str) -> None:
    """Raise for whoever has no attempts left."""
    if wait := limit.wait(key):
        raise TooManyAttemptsError(wait)


def address_of(request: HttpRequest) -> str:
    """Name the client; the server has already put a trusted proxy's word in here."""
    return str(request.META.get("REMOTE_ADDR", ""))
