"""Rate limits that slow down password guessing and mass registration."""

import math
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from backend.rate_limit import RateLimit

REGISTRATIONS = 10
PASSWORD_FAILURES = 4


class Limits:
    """The rate limits of one application."""

    def __init__(self) -> None:
        self.registrations = RateLimit(REGISTRATIONS)
        self.sign_ins = RateLimit(PASSWORD_FAILURES)
        self.password_changes = RateLimit(PASSWORD_FAILURES)


def refuse_if_used_up(limit: RateLimit, key: str) -> None:
    """Raise 429 with Retry-After if the key has no attempts left."""
    if wait := limit.wait(key):
        retry = {"Retry-After": str(math.ceil(wait))}
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, "Too many attempts", retry)


async def client_address(request: Request) -> str:
    """Return the client's address; behind a proxy, TRUSTED_PROXIES must list the proxy."""
    return request.client.host if request.client else ""


async def get_limits(request: Request) -> Limits:
    """Return the rate limits of the application."""
    limits: Limits = request.app.state.limits
    return limits


ClientAddress = Annotated[str, Depends(client_address)]
LimitsDep = Annotated[Limits, Depends(get_limits)]
