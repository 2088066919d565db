"""Rate limit of password reset mail, and the page for 429 Too Many Requests."""

from django.http import HttpResponse

from backend.platform.security.rate_limit import WINDOW, RateLimit

WAIT = "Too many attempts. Try again in a minute."

resets = RateLimit(5)


def retry_later(page: HttpResponse) -> HttpResponse:
    """Turn a page into a 429 response with `Retry-After`."""
    page.status_code = 429
    page.headers["Retry-After"] = f"{WINDOW:.0f}"
    return page
