"""The liveness and readiness probes."""

import httpx2
import pytest

from tests.support.problem import assert_problem


@pytest.mark.parametrize("kind", ["live", "ready"])
def test_a_server_with_a_database_is_live_and_ready(anonymous: httpx2.Client, kind: str) -> None:
    response = anonymous.get(f"/health/{kind}", headers={"Host": "10.0.0.7"})
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_a_probe_accepts_no_other_method(anonymous: httpx2.Client) -> None:
    response = anonymous.post("/health/live")
    assert_problem(response, 405)
    assert "GET" in response.headers["Allow"]
    assert "POST" not in response.headers["Allow"]
