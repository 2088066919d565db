"""If the database is unavailable, the readiness probe and the admin return 503 within a second."""

import time

import httpx2
import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper


@pytest.fixture
def unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every connection fail, as if the database server were unavailable."""

    def fail(_: BaseDatabaseWrapper, *__: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(BaseDatabaseWrapper, "_cursor", fail)


@pytest.mark.usefixtures("unavailable")
def test_requests_that_need_the_database_get_503_within_a_second(base_url: str) -> None:
    with httpx2.Client(base_url=base_url, timeout=10, trust_env=False) as client:
        client.cookies["sessionid"] = "unknown-session"
        for path in ("/health/ready", "/admin/"):
            began = time.monotonic()
            response = client.get(path)
            assert (response.status_code, response.headers["Retry-After"]) == (503, "1"), path
            assert response.headers["Content-Type"] == "application/problem+json"
            assert time.monotonic() - began < 1
        assert client.get("/health/live").status_code == 200
