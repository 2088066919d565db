"""The start of the server: it refuses a bus that cannot work."""

import subprocess

import pytest

from tests.support.processes import JUST, LIMIT, ROOT
from tests.support.service import Service


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"LIVE_BUS_URL": "memory://", "WORKERS": "2"}, "With more than one of WORKERS"),
        ({"LIVE_BUS_URL": "", "WORKERS": "2"}, "With more than one of WORKERS"),
        ({"LIVE_BUS_URL": "", "ENVIRONMENT": "production"}, "LIVE_BUS_URL must be an address"),
        ({"LIVE_BUS_URL": "http://localhost"}, "LIVE_BUS_URL must be an address"),
    ],
)
def test_a_bus_that_cannot_work_stops_the_start(
    service: Service, settings: dict[str, str], reason: str
) -> None:
    ended = subprocess.run(  # noqa: S603
        [JUST, "serve"],
        cwd=ROOT,
        env=service.environment | settings,
        stderr=subprocess.PIPE,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert ended.returncode != 0
    assert reason in ended.stderr
    assert "Traceback" not in ended.stderr
