"""The running server holds what its own OpenAPI document says, whatever is sent to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from probes.crowd import join
from projects import Server, succeed

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]


def test_schemathesis_finds_nothing(boot: Callable[..., Server], address: str, shop: Path) -> None:
    url = boot(address).url
    succeed(
        shop,
        *("uv", "run", "schemathesis", "run", f"{url}/api/openapi.json"),
        *("--header", f"Authorization: Bearer {join(url)}"),
        *("--checks", "all", "--max-examples", "50", "--seed", "1", "--continue-on-failure"),
        timeout=900,
    )
