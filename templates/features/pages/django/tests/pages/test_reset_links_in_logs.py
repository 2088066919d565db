"""No log line has a reset link, whatever the response is."""

import re
import signal

import httpx2

from backend.settings import Settings
from tests.support.command import serving, wait_until_ready

LINK = "/reset/dXNlcklk/token-of-the-link"


def test_no_log_line_has_a_reset_link(base_url: str, settings: Settings) -> None:
    assert base_url  # the database exists
    # Production would need the collected static files.
    with serving(settings, ENVIRONMENT="development") as (server, port):
        wait_until_ready(port)
        url = f"http://localhost:{port}"
        with httpx2.Client(base_url=url, timeout=10, trust_env=False) as client:
            statuses = [
                client.get(LINK).status_code,
                client.post(LINK).status_code,  # 403: Django logs the path too
                client.get(f"{LINK}/").status_code,
            ]
        server.send_signal(signal.SIGTERM)
        assert server.stderr
        lines = [line for line in server.stderr if "reset" in line]
    assert statuses == [200, 403, 404]
    assert len(re.findall(r"/reset/\*\*\*", "".join(lines))) >= len(statuses)
    assert not any("dXNlcklk" in line or "token-of-the-link" in line for line in lines)
