"""Error pages have the layout of the site, with its navigation."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied

NAVIGATION = b"Sign up</a>"


def test_an_unknown_page(client: Client) -> None:
    page = client.get("/nowhere")
    assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"The page does not exist" in page.content
    assert NAVIGATION in page.content
    assert client.get("/api/nowhere")["Content-Type"] == "application/problem+json"


def test_a_form_with_an_expired_csrf_token(browser: Client) -> None:
    page = browser.post("/sign-up", {"email": "ada@example.com"})
    assert page.status_code == 403
    assert b"submit the form again" in page.content
    assert NAVIGATION in page.content


def test_a_missing_permission(rf: RequestFactory) -> None:
    page = permission_denied(rf.get("/"), PermissionDenied())
    assert page.status_code == 403
    assert b"do not have permission" in page.content


def test_a_server_error_reveals_no_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("internal details")

    monkeypatch.setattr("backend.pages.views.HomeView.get_context_data", fail)
    client.raise_request_exception = False
    page = client.get("/")
    assert page.status_code == 500
    assert b"Something went wrong" in page.content
    assert b"internal" not in page.content
