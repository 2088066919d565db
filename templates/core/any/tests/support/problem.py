"""The form of every error response: RFC 9457, without details that help an attacker."""

import httpx2


def assert_problem(response: httpx2.Response, status: int, *pointers: str) -> None:
    """Check the form of an error response, and the fields that a 422 must list."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    names = {"type", "title", "status", "detail"} | ({"errors"} if status == 422 else set())
    assert problem.keys() == names
    assert problem["status"] == status
    assert all(
        isinstance(problem[name], str) and problem[name] for name in ("type", "title", "detail")
    )
    assert "Traceback" not in response.text
    errors = problem.get("errors", [])
    assert all(error.keys() == {"pointer", "detail"} and error["detail"] for error in errors)
    if pointers:
        assert {error["pointer"] for error in errors} == set(pointers)
