"""Rate limits that slow down password guessing and mass registration."""

import math
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from backend.platform.security.rate_limit import RateLimit, network_of
from backend.settings import Settings


class SignInLimit:
    """Limit a client's failures for each account, and for all accounts together."""

    def __init__(self, settings: Settings) -> None:
        self._accounts = RateLimit(settings.max_account_failures)
        self._clients = RateLimit(settings.max_client_failures)

    def refuse_if_used_up(self, client: str, email: str) -> None:
        """Raise 429 if the client has no attempts left, for this account or at all."""
        refuse_if_used_up(self._clients, client)
        refuse_if_used_up(self._accounts, _key(client, email))

    def count(self, client: str, email: str) -> None:
        """Record a failure."""
        self._clients.count(client)
        self._accounts.count(_key(client, email))

    def forgive(self, client: str, email: str) -> None:
        """Reset the account only: guesses between sign-ins to another account would be free."""
        self._accounts.forgive(_key(client, email))

    def clear(self) -> None:
        """Reset every limit."""
        self._clients.clear()
        self._accounts.clear()


class Limits:
    """The rate limits of one application."""

    def __init__(self, settings: Settings) -> None:
        self.registrations = RateLimit(settings.max_registrations)
        self.sign_ins = SignInLimit(settings)
        self.password_changes = RateLimit(settings.max_account_failures)


def refuse_if_used_up(limit: RateLimit, key: str) -> None:
    """Raise 429 with Retry-After if the key has no attempts left."""
    if wait := limit.wait(key):
        retry = {"Retry-After": str(math.ceil(wait))}
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, "Too many attempts", retry)


def _key(client: str, email: str) -> str:
    return f"{client} {email.lower()}"


async def client_network(request: Request) -> str:
    """Return the client's network; behind a proxy, TRUSTED_PROXIES must list the proxy."""
    return network_of(request.client.host) if request.client else ""


async def get_limits(request: Request) -> Limits:
    """Return the rate limits of the application."""
    limits: Limits = request.app.state.limits
    return limits


ClientNetwork = Annotated[str, Depends(client_network)]
LimitsDep = Annotated[Limits, Depends(get_limits)]
