"""Rate limits of registration and password changes; the auth backend limits sign-ins."""

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from backend.platform.django.guessing import address_of, registrations
from backend.platform.security.rate_limit import RateLimit
from backend.settings import get_settings

failed_password_changes = RateLimit(get_settings().max_account_failures)


class RegisterThrottle(BaseThrottle):
    """Rate limit against mass registration."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Allow ten attempts per minute and address; failed ones count too."""
        address = address_of(request)
        self._wait = registrations.wait(address)
        if self._wait:
            return False
        registrations.count(address)
        return True

    def wait(self) -> float:
        """Return the seconds until the next attempt."""
        return self._wait
