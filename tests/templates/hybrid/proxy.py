"""Run the real Caddy in front of both sides, over HTTPS."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from projects import end_group, free_port, surroundings

CADDY = str(Path(sys.executable).parent / "caddy")
# Settings for a shared machine: free ports, and no installation of Caddy's root certificate.
MACHINE = """\
{{
	http_port {http}
	admin off
	skip_install_trust
}}
import {caddyfile}
"""


@contextmanager
def proxied(api: str, admin: str, caddyfile: Path, home: Path, outer: str | None = None) -> Iterator[str]:
    """Run a project's Caddyfile as proxy of its two processes, trusting `outer`; yield the base URL."""
    address = f"https://localhost:{free_port()}"
    config = home / "Caddyfile"
    config.write_text(MACHINE.format(http=free_port(), caddyfile=caddyfile), encoding="utf-8")
    places = {"SITE_ADDRESS": address, "HOME": str(home), "XDG_DATA_HOME": str(home)}
    places |= {"API": api.removeprefix("http://"), "ADMIN": admin.removeprefix("http://")}
    places |= {"OUTER_PROXY": outer} if outer else {}
    with (home / "caddy.log").open("wb") as log:
        process = subprocess.Popen(
            [CADDY, "run", "--adapter", "caddyfile", "--config", str(config)],
            env=surroundings(places),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(address, process, home / "caddy.log")
        yield address
    finally:
        end_group(process)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(address, timeout=5, verify=False)  # noqa: S501 - Caddy signs for itself here
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(log.read_text())
