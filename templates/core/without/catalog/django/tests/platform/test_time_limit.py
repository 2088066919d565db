"""A view can have a time limit of its own."""

import threading

import httpx2
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from backend.platform.django.timeouts import time_limit

timed_out = threading.Event()


@time_limit(0.1)
def wait(_: HttpRequest) -> HttpResponse:
    """Return a response after the request has timed out."""
    timed_out.wait(60)
    return HttpResponse()


urlpatterns = [path("wait", wait)]


def test_a_request_over_the_time_limit_of_its_view_is_503(base_url: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        response = httpx2.get(f"{base_url}/wait", timeout=60, trust_env=False)
    timed_out.set()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
