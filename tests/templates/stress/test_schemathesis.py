"""The running server conforms to its own OpenAPI document under Schemathesis."""

from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Server, succeed
from stress.load import register_and_sign_in

# The schema cannot state which password is the current one: a wrong one gets 422, and later 429.
CONFIGURATION = """
[[operations]]
include-path = "/api/v1/users/me/password"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "422", "429", "5xx"]
"""

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]


def test_schemathesis_finds_no_failure(
    boot: Callable[..., Server], address: str, shop: Path, tmp_path: Path
) -> None:
    url = boot(address).url
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    succeed(
        shop,
        *("uv", "run", "schemathesis", "--config-file", str(configuration), "run", f"{url}/api/openapi.json"),
        *("--header", f"Authorization: Bearer {register_and_sign_in(url)}"),
        *("--checks", "all", "--max-examples", "50", "--seed", "1", "--continue-on-failure"),
        timeout=900,
    )
