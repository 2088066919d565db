"""Start Caddy with a project's Caddyfile and stop it afterwards."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from projects import background, free_port, wait_until_listening

CADDY = str(Path(sys.executable).parent / "caddy")
# Global options that only the test needs: free ports, and no change of the system's trusted certificates.
OPTIONS = """\
{{
	http_port {http}
	admin off
	skip_install_trust
}}
import {caddyfile}
"""


@contextmanager
def caddy(arguments: list[str], env: Mapping[str, str], home: Path, *, scheme: str) -> Iterator[str]:
    """Run Caddy on a free port and return its URL."""
    address = f"{scheme}://{'localhost' if scheme == 'https' else '127.0.0.1'}:{free_port()}"
    own = {"SITE_ADDRESS": address, "HOME": str(home), "XDG_DATA_HOME": str(home)}
    log = home / "caddy.log"
    with background([CADDY, "run", *arguments], log, env={**env, **own}) as process:
        wait_until_listening(address, process, log)
        yield address


@contextmanager
def proxied(url: str, caddyfile: Path, home: Path) -> Iterator[str]:
    """Run a project's Caddyfile in front of its one server, over plain HTTP; return the URL."""
    # Caddy's default admin port is taken if another Caddy runs on this machine.
    env = {"PORT": url.rpartition(":")[2], "CADDY_ADMIN": f"127.0.0.1:{free_port()}"}
    with caddy(["--config", str(caddyfile)], env, home, scheme="http") as address:
        yield address


@contextmanager
def proxied_hybrid(
    api: str, admin: str, caddyfile: Path, home: Path, outer: str | None = None
) -> Iterator[str]:
    """Run a hybrid's Caddyfile in front of its two servers, over HTTPS; `outer` is a trusted proxy."""
    config = home / "Caddyfile"
    config.write_text(OPTIONS.format(http=free_port(), caddyfile=caddyfile), encoding="utf-8")
    env = {"API": api.removeprefix("http://"), "ADMIN": admin.removeprefix("http://")}
    env |= {"OUTER_PROXY": outer} if outer else {}
    with caddy(["--adapter", "caddyfile", "--config", str(config)], env, home, scheme="https") as address:
        yield address
