"""How often one may ask for mail, and what a page says to somebody who tried too often."""

from django.http import HttpResponse

from backend.rate_limit import WINDOW, RateLimit

WAIT = "Too many attempts. Try again in a minute."

resets = RateLimit(5)


def ask_to_wait(page: HttpResponse) -> HttpResponse:
    """Mark a page as the answer to somebody who tried too often."""
    page.status_code = 429
    page.headers["Retry-After"] = f"{WINDOW:.0f}"
    return page
