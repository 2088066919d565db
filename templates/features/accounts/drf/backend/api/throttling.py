"""How often one may try; sign-ins are counted where passwords are checked."""

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from backend.admin.accounts.limits import address_of, registrations
from backend.rate_limit import RateLimit

failed_password_changes = RateLimit(4)


class RegisterThrottle(BaseThrottle):
    """Filling the table of users must be slow."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Let ten attempts a minute through, whatever becomes of them."""
        address = address_of(request)
        self._wait = registrations.wait(address)
        if self._wait:
            return False
        registrations.count(address)
        return True

    def wait(self) -> float:
        """Say how long."""
        return self._wait
