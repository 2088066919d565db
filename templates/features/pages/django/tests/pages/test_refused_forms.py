"""Whoever is refused sees a page of this site, and a way on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied

BUTTON = b"Sign up</a>"


def test_a_page_that_is_not_there(client: Client) -> None:
    page = client.get("/nowhere")
    assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"There is no such page" in page.content
    assert BUTTON in page.content
    assert client.get("/api/nowhere")["Content-Type"] == "application/problem+json"


def test_a_form_that_was_open_for_too_long(browser: Client) -> None:
    page = browser.post("/sign-up", {"email": "ada@example.com"})
    assert page.status_code == 403
    assert b"send the form again" in page.content
    assert BUTTON in page.content


def test_what_is_for_somebody_else(rf: RequestFactory) -> None:
    page = permission_denied(rf.get("/"), PermissionDenied())
    assert page.status_code == 403
    assert b"for somebody else" in page.content


def test_a_bug_reveals_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the inner workings")

    monkeypatch.setattr("backend.pages.views.HomeView.get_context_data", fail)
    client.raise_request_exception = False
    page = client.get("/")
    assert page.status_code == 500
    assert b"Something went wrong" in page.content
    assert b"workings" not in page.content
