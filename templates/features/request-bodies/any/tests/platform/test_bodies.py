"""Rules for every JSON body: media type, syntax and size."""

import socket
from collections.abc import Iterator

import httpx2
import pytest

from tests.support.problem import assert_problem

MIB = 1024 * 1024
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b"nonsense",
        b'{"a": "\xff"}',
        b'{"a": 1} {}',
        b"\x00",
        b"[" * 100_000,
    ],
    ids=["cut", "quotes", "comma", "word", "not UTF-8", "two", "NUL", "deep"],
)
def test_malformed_json_is_400(anonymous: httpx2.Client, json_endpoint: str, body: bytes) -> None:
    assert_problem(anonymous.post(json_endpoint, content=body, headers=JSON), 400)


@pytest.mark.parametrize("body", [b"[]", b"[{}]", b'"text"', b"1", b"true", b"null", b"{}"])
def test_json_other_than_the_expected_object_is_422(
    anonymous: httpx2.Client, json_endpoint: str, body: bytes
) -> None:
    assert_problem(anonymous.post(json_endpoint, content=body, headers=JSON), 422)


@pytest.mark.parametrize(
    "body", [b"", b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": ' + b"9" * 9000 + b"}"]
)
def test_values_outside_json_are_refused(
    anonymous: httpx2.Client, json_endpoint: str, body: bytes
) -> None:
    response = anonymous.post(json_endpoint, content=body, headers=JSON)
    assert response.status_code in {400, 422}
    assert_problem(response, response.status_code)


@pytest.mark.parametrize(
    "declared", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense"]
)
def test_another_media_type_is_415(
    anonymous: httpx2.Client, json_endpoint: str, declared: str
) -> None:
    response = anonymous.post(json_endpoint, content=b"{}", headers={"Content-Type": declared})
    assert_problem(response, 415)


def test_a_body_without_a_media_type_is_415(anonymous: httpx2.Client, json_endpoint: str) -> None:
    assert_problem(anonymous.post(json_endpoint, content=b"{}"), 415)


def test_a_charset_is_accepted(anonymous: httpx2.Client, json_endpoint: str) -> None:
    declared = {"Content-Type": "application/json; charset=utf-8"}
    assert_problem(anonymous.post(json_endpoint, content=b"{}", headers=declared), 422)


def test_an_unknown_field_is_refused(anonymous: httpx2.Client, json_endpoint: str) -> None:
    response = anonymous.post(json_endpoint, json={"is_superuser": True})
    assert_problem(response, 422)
    assert "#/is_superuser" in [error["pointer"] for error in response.json()["errors"]]


def test_a_body_of_exactly_one_mebibyte_is_read(
    anonymous: httpx2.Client, json_endpoint: str
) -> None:
    body = b"{}" + b" " * (MIB - 2)
    assert_problem(anonymous.post(json_endpoint, content=body, headers=JSON), 422)


def test_a_body_over_one_mebibyte_is_413(anonymous: httpx2.Client, json_endpoint: str) -> None:
    body = b"{}" + b" " * (MIB - 1)
    assert_problem(anonymous.post(json_endpoint, content=body, headers=JSON), 413)


def test_a_chunked_body_over_one_mebibyte_is_413(
    anonymous: httpx2.Client, json_endpoint: str
) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(17):
            yield b" " * 65_536

    assert_problem(anonymous.post(json_endpoint, content=chunks(), headers=JSON), 413)


def test_a_declared_body_is_refused_before_it_is_sent(
    anonymous: httpx2.Client, json_endpoint: str
) -> None:
    address = (anonymous.base_url.host, anonymous.base_url.port or 80)
    with socket.create_connection(address, timeout=5) as connection:
        head = [
            f"POST {json_endpoint} HTTP/1.1",
            f"Host: {anonymous.base_url.host}",
            "Content-Type: application/json",
            f"Content-Length: {1024 * MIB}",
        ]
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")
