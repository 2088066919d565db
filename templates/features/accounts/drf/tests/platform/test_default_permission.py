"""A view is closed by default: without `permission_classes` it requires sign-in."""

import httpx2
from django.test import override_settings
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.accounts.user_client import bearer, join
from tests.support.problem import assert_problem


class BareView(APIView):
    """A view that does not name its permissions."""

    def get(self, request: Request) -> Response:
        """Return the address of the user."""
        return Response({"email": str(request.user)})


class PublicView(BareView):
    """A view that is open to everyone, and says so."""

    permission_classes = (AllowAny,)


urlpatterns = [path("bare", BareView.as_view()), path("public", PublicView.as_view())]


def test_a_new_view_requires_sign_in(base_url: str) -> None:
    with httpx2.Client(base_url=base_url, timeout=10, trust_env=False) as client:
        tokens = join(client, "ada@example.com")
        with override_settings(ROOT_URLCONF=__name__):
            refused = client.get("/bare")
            opened = client.get("/bare", headers=bearer(tokens["access_token"]))
            public = client.get("/public")
    assert_problem(refused, 401)
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert opened.json() == {"email": "ada@example.com"}
    assert public.status_code == 200
