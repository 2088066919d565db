"""Make projects from answers and work in them the way their owners would, with uv and just."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uv

from pystack_init.lifecycle.creation import create_files
from pystack_init.questions.project import QUESTIONS, running_python

Answers = Mapping[str, str | bool]

DEFAULTS: Answers = {question.id: question.default for question in QUESTIONS} | {"name": "shop"}
# What the caller's own pytest, virtual environment and settings would change in a project's.
FOREIGN = (
    "PYTEST_",
    "COV_",
    "UV_PROJECT",
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "DATABASE_URL",
    "TEST_DATABASE",
    "PYSTACK_",
)
PATIENCE = 180.0


def surroundings(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give a program in a project a plain environment, with uv on PATH and `extra` on top."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    plain["PATH"] = f"{Path(uv.find_uv_bin()).parent}{os.pathsep}{plain['PATH']}"
    return plain | {"UV_PYTHON": running_python(), "UV_SYSTEM_CERTS": "true"} | dict(extra or {})


def run(
    folder: Path, *command: str, env: Mapping[str, str] | None = None, timeout: float = 1200
) -> subprocess.CompletedProcess[str]:
    """Run a command in `folder` and hand back what it said, stdout and stderr as one."""
    return subprocess.run(
        command,
        cwd=folder,
        env=surroundings(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )


def succeed(folder: Path, *command: str, env: Mapping[str, str] | None = None, timeout: float = 1200) -> str:
    """Run a command in `folder`; what it said is the message when it fails."""
    ended = run(folder, *command, env=env, timeout=timeout)
    assert ended.returncode == 0, f"`{' '.join(command)}` ended with {ended.returncode}\n{ended.stdout}"
    return ended.stdout


@dataclass(frozen=True, slots=True)
class Server:
    """A project's own server, ready to be asked."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(
    project: Path, env: Mapping[str, str], log: Path, until: str = "/health/ready", recipe: str = "serve"
) -> Iterator[Server]:
    """Boot by one of its recipes, on a free port, until it is ready; end it afterwards."""
    port = free_port()
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["uv", "run", "just", *recipe.split()],
            cwd=project,
            env=surroundings({**env, "PORT": str(port)}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_for(f"{server.url}{until}", server)
        yield server
    finally:
        end_group(process)


def _wait_for(url: str, server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if httpx.get(url, timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    message = f"The server was not ready\n{server.log.read_text()}"
    raise AssertionError(message)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started, politely first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=10)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def free_port() -> int:
    """Find a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a test session keeps what is made once and used often; its workers share it."""

    root: Path

    def rendered(self, answers: Answers) -> Path:
        """Render a set of answers, once a session. The folder is for reading."""
        full = {**DEFAULTS, **answers}
        return self._once(f"rendered-{_digest(full)}", lambda made: create_files(full, "shop", made))

    def locked(self, answers: Answers) -> Path:
        """Lock the versions of a set of answers, once for all projects with the same pyproject.toml."""
        pyproject = (self.rendered(answers) / "pyproject.toml").read_text(encoding="utf-8")

        def lock(made: Path) -> None:
            (made / "pyproject.toml").write_text(pyproject, encoding="utf-8")
            succeed(made, "uv", "lock")

        return self._once(f"locked-{_digest(pyproject)}", lock) / "uv.lock"

    def tools(self, answers: Answers) -> Path:
        """Install what a project depends on, once for all that depend on the same; gives the `bin` folder.

        The floor is this interpreter, so that a project for a newer Python can be looked at as well.
        """
        here = {**answers, "python": running_python()}
        source = self.rendered(here)
        wanted = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
        dependencies = [wanted["project"]["dependencies"], wanted["dependency-groups"]]

        def install(made: Path) -> None:
            shutil.copy(source / "pyproject.toml", made)
            shutil.copy(self.locked(here), made)
            succeed(made, "uv", "sync", "--frozen")

        return self._once(f"tools-{_digest(dependencies)}", install) / ".venv" / "bin"

    def installed(self, answers: Answers, folder: Path) -> Path:
        """Make a project of one's own in `folder` with the command, its dependencies and tables in place."""
        new = [sys.executable, "-m", "pystack_init", "new", "shop", "--defaults", "--no-install", "--no-git"]
        given = [f"--set={key}={_typed(value)}" for key, value in answers.items()]
        succeed(folder, *new, *given)
        project = folder / "shop"
        # Locking is the slow part of an installation, and the same for all with the same pyproject.toml.
        shutil.copy(self.locked(answers), project)
        succeed(project, "uv", "sync", "--frozen")
        succeed(project, "uv", "run", "just", "setup")
        return project

    def _once(self, name: str, make: Callable[[Path], object]) -> Path:
        """Make a folder under a lock: of several workers one does the work, and the others wait for it."""
        # Made in place and marked when whole: the scripts of a virtual environment know where they were made.
        folder, mark = self.root / name, self.root / f"{name}.whole"
        with (self.root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not mark.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                mark.touch()
        return folder


def _typed(value: str | bool) -> str:  # noqa: FBT001 - an answer, whichever kind it is
    return value if isinstance(value, str) else "yes" if value else "no"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
