"""A hybrid's proxy behind an outer TLS proxy, and with a server that is down."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx

from projects import Answers, free_port
from proxy import proxied_hybrid
from waiting import http_client


class Echo(BaseHTTPRequestHandler):
    """Respond with the value of `X-Forwarded-Proto`."""

    def do_GET(self) -> None:
        """Send the response."""
        self.send_response(httpx.codes.OK)
        self.end_headers()
        self.wfile.write(str(self.headers["X-Forwarded-Proto"]).encode())


def test_an_outer_proxys_scheme_is_trusted_and_a_503_has_security_headers(
    render: Callable[[Answers], Path], tmp_path: Path
) -> None:
    caddyfile = render({"stack": "hybrid"}) / "deploy" / "Caddyfile"
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as echo:
        Thread(target=echo.serve_forever, daemon=True).start()
        admin = f"http://127.0.0.1:{echo.server_port}"
        down = f"http://127.0.0.1:{free_port()}"
        headers = {"X-Forwarded-Proto": "from-the-outer-proxy"}
        with http_client(verify=False) as client:
            with proxied_hybrid(down, admin, caddyfile, tmp_path) as address:
                assert client.get(f"{address}/admin/", headers=headers).text == "https"
                refused = client.get(f"{address}/api/products")
            with proxied_hybrid(down, admin, caddyfile, tmp_path, outer="127.0.0.1/32") as address:
                assert client.get(f"{address}/admin/", headers=headers).text == headers["X-Forwarded-Proto"]
        echo.shutdown()
    assert refused.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert refused.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in refused.headers["Content-Security-Policy"]
    assert refused.headers["X-Request-ID"]
