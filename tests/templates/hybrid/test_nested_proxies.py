"""The Caddy proxy of a hybrid behind an outer proxy that terminates TLS, and with a side that is down."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx

from hybrid.proxy import proxied
from projects import Answers, free_port


class Echo(BaseHTTPRequestHandler):
    """Respond with the X-Forwarded-Proto header of the request."""

    def do_GET(self) -> None:
        """Write the header as the body."""
        self.send_response(httpx.codes.OK)
        self.end_headers()
        self.wfile.write(str(self.headers["X-Forwarded-Proto"]).encode())


def test_an_outer_proxy_is_trusted_and_503_has_security_headers(
    render: Callable[[Answers], Path], tmp_path: Path
) -> None:
    caddyfile = render({"stack": "hybrid"}) / "deploy" / "Caddyfile"
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as echo:
        Thread(target=echo.serve_forever, daemon=True).start()
        admin = f"http://127.0.0.1:{echo.server_port}"
        down = f"http://127.0.0.1:{free_port()}"
        headers = {"X-Forwarded-Proto": "as-the-outer-says"}
        with httpx.Client(verify=False) as client:  # noqa: S501 - Caddy signs for itself here
            with proxied(down, admin, caddyfile, tmp_path) as address:
                assert client.get(f"{address}/admin/", headers=headers).text == "https"
                refused = client.get(f"{address}/api/products")
            with proxied(down, admin, caddyfile, tmp_path, outer="127.0.0.1/32") as address:
                assert client.get(f"{address}/admin/", headers=headers).text == headers["X-Forwarded-Proto"]
        echo.shutdown()
    assert refused.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert refused.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in refused.headers["Content-Security-Policy"]
    assert refused.headers["X-Request-ID"]
