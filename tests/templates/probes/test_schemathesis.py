"""The running server holds what its own OpenAPI document says, whatever is sent to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from probes.crowd import join
from projects import Server, succeed

# Which password is the current one, no document says: a wrong one is refused with 422, and soon with 429.
CONFIGURATION = """
[[operations]]
include-path = "/api/v1/users/me/password"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "422", "429", "5xx"]
"""

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]


def test_schemathesis_finds_nothing(
    boot: Callable[..., Server], address: str, shop: Path, tmp_path: Path
) -> None:
    url = boot(address).url
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    succeed(
        shop,
        *("uv", "run", "schemathesis", "--config-file", str(configuration), "run", f"{url}/api/openapi.json"),
        *("--header", f"Authorization: Bearer {join(url)}"),
        *("--checks", "all", "--max-examples", "50", "--seed", "1", "--continue-on-failure"),
        timeout=900,
    )
