"""The container's health check sends a request like any client."""

import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

from backend.settings import ROOT


def is_healthy(port: int | None) -> bool:
    """Run the command of the container for a local port."""
    command = [sys.executable, "-m", "backend.platform.healthcheck"]
    environment = {**os.environ, "PORT": str(port)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0  # noqa: S603


def test_only_a_server_that_responds_is_healthy(base_url: str) -> None:
    assert is_healthy(urlsplit(base_url).port)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert not is_healthy(bound.getsockname()[1])
