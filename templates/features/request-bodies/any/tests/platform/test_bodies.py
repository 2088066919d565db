"""Rules for every JSON body: syntax, type, media type and size."""

import httpx2
import pytest

from tests.support.problem import assert_problem

JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{", JSON, 400),
        (b"[]", JSON, 422),
        (b"{}", "text/plain", 415),
        (b" " * (1024 * 1024 + 1), JSON, 413),
    ],
    ids=["syntax", "no object", "no JSON", "too large"],
)
def test_an_invalid_body_is_rejected(
    anonymous: httpx2.Client, json_endpoint: str, body: bytes, media_type: str, status: int
) -> None:
    headers = {"Content-Type": media_type}
    assert_problem(anonymous.post(json_endpoint, content=body, headers=headers), status)


def test_a_body_without_a_length_is_read_in_parts(
    anonymous: httpx2.Client, json_endpoint: str
) -> None:
    parts = iter([b"{", b" " * 100_000])
    headers = {"Content-Type": JSON}
    assert_problem(anonymous.post(json_endpoint, content=parts, headers=headers), 400)
