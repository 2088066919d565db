"""A lost database is 503 within a second, for the API, for readiness and for the admin."""

import time

import httpx2
import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every connection fail, as one does whose server is gone."""

    def fail(_: BaseDatabaseWrapper, *__: object) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(BaseDatabaseWrapper, "_cursor", fail)


@pytest.mark.usefixtures("lost")
def test_who_needs_the_database_hears_503_at_once(base_url: str) -> None:
    with httpx2.Client(base_url=base_url, timeout=10, trust_env=False) as client:
        client.cookies["sessionid"] = "somebody"
        for path in ("/health/ready", "/admin/"):
            began = time.monotonic()
            response = client.get(path)
            assert (response.status_code, response.headers["Retry-After"]) == (503, "1"), path
            assert response.headers["Content-Type"] == "application/problem+json"
            assert time.monotonic() - began < 1
        assert client.get("/health/live").status_code == 200
