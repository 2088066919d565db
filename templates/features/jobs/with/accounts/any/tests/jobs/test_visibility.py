"""Jobs need a token."""

import httpx2

from tests.support.problem import assert_problem


def test_without_a_token_jobs_are_401(anonymous: httpx2.Client) -> None:
    for path in ("/api/v1/jobs", f"/api/v1/jobs/{'0' * 8}-0000-4000-8000-{'0' * 12}"):
        assert_problem(anonymous.get(path), 401)
