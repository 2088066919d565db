"""The proxy of a hybrid behind another one that holds the certificate, and beside sides that are down."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx

from hybrid.proxy import proxied
from projects import Answers, free_port


class Echo(BaseHTTPRequestHandler):
    """Answers with the scheme that it was told."""

    def do_GET(self) -> None:
        """Say it."""
        self.send_response(httpx.codes.OK)
        self.end_headers()
        self.wfile.write(str(self.headers["X-Forwarded-Proto"]).encode())


def test_an_outer_proxy_is_believed_and_a_refusal_is_careful(
    render: Callable[[Answers], Path], tmp_path: Path
) -> None:
    caddyfile = render({"stack": "hybrid"}) / "deploy" / "Caddyfile"
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as echo:
        Thread(target=echo.serve_forever, daemon=True).start()
        admin = f"http://127.0.0.1:{echo.server_port}"
        down = f"http://127.0.0.1:{free_port()}"
        said = {"X-Forwarded-Proto": "as-the-outer-says"}
        with httpx.Client(verify=False) as client:  # noqa: S501 - Caddy signs for itself here
            with proxied(down, admin, caddyfile, tmp_path) as address:
                assert client.get(f"{address}/admin/", headers=said).text == "https"
                refused = client.get(f"{address}/api/products")
            with proxied(down, admin, caddyfile, tmp_path, outer="127.0.0.1/32") as address:
                assert client.get(f"{address}/admin/", headers=said).text == said["X-Forwarded-Proto"]
        echo.shutdown()
    assert refused.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert refused.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in refused.headers["Content-Security-Policy"]
    assert refused.headers["X-Request-ID"]
