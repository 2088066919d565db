"""Wait for a server that a documented command starts."""

import subprocess

import httpx

from waiting import wait_until


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server responds; fail if it ends."""

    def responds() -> bool:
        assert server.poll() is None, "the server ended"
        try:
            return httpx.get(url, timeout=5).is_success
        except httpx.TransportError:
            return False

    wait_until(responds, "the server did not start")
