"""Start the servers to measure: the generated projects and two baselines, on one database."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

HERE = Path(__file__).parent
TICKS = os.sysconf("SC_CLK_TCK")
# The command that serves the API in production, by stack; a hybrid has another process for the admin.
SERVE = "backend.platform.serve"
SERVES = {"fastapi": [SERVE], "django_drf": [SERVE], "hybrid": [SERVE, "api"]}
BASELINES = {"Starlette, SQL, orjson": "baseline.py", "Django view, orjson": "django_baseline.py"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A running server."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Return its URL."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """Return the CPU time of the server itself, without the `uv` or supervisor process above it."""
        pid = self.process.pid
        while children := children_of(pid):
            pid = children[-1]
        user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / TICKS


def children_of(pid: int) -> list[int]:
    """List the child processes that any thread of a process has started."""
    lists = (task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(child) for children in lists for child in children.split()]


def make(stack: str, folder: Path, env: Mapping[str, str], *answers: str) -> Path:
    """Render and install a project; all have one name, because tokens name their audience."""
    project = folder / stack / "shop"
    project.parent.mkdir()
    render = HERE.parent / "scripts" / "render.py"
    subprocess.run(["uv", "run", "-q", render, project, f"stack={stack}", *answers], check=True)
    subprocess.run(["uv", "sync", "-q"], cwd=project, env={**os.environ, **env}, check=True)
    return project


def python_of(project: Path) -> str:
    """Return the interpreter of a project."""
    return str(project / ".venv" / "bin" / "python")


def migrate(project: Path, env: Mapping[str, str]) -> None:
    """Create the tables of a project."""
    command = ["-m", "alembic", "upgrade", "head"]
    if (project / "manage.py").exists():
        command = ["manage.py", "migrate", "--verbosity=0"]
    subprocess.run([python_of(project), *command], cwd=project, env={**os.environ, **env}, check=True)


@contextmanager
def all_candidates(work: Path, database: str) -> Iterator[list[Candidate]]:
    """Serve all candidates on one database, which Django has migrated: all stacks have the same tables."""
    env = {
        "DATABASE_URL": database,
        "DATABASE_DIRECT": "true",  # no pooler is in between
        "ENVIRONMENT": "production",
        "WORKERS": "1",
        "TOKEN_SECRET": secrets.token_hex(32),
        "SECRET_KEY": secrets.token_hex(32),
    }
    projects = {stack: make(stack, work, env) for stack in SERVES}
    migrate(projects["django_drf"], env)
    with ExitStack() as servers:
        scripts = {
            name: ["uv", "run", "-q", "--script", str(HERE / file)] for name, file in BASELINES.items()
        }
        serve = {stack: [python_of(projects[stack]), "-m", *command] for stack, command in SERVES.items()}
        yield [
            servers.enter_context(serving(name, command, projects.get(name, work), env))
            for name, command in {**scripts, **serve}.items()
        ]


@contextmanager
def serving(name: str, command: list[str], folder: Path, env: Mapping[str, str]) -> Iterator[Candidate]:
    """Start a server on a free port and wait until it is ready."""
    port = free_port()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **env, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    candidate = Candidate(name, port, process)
    try:
        deadline = time.monotonic() + 60
        while not is_ready(f"{candidate.url}/health/ready"):
            if time.monotonic() > deadline or process.poll() is not None:
                sys.exit(f"error: `{name}` is not ready")
            time.sleep(0.1)
        yield candidate
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def free_port() -> int:
    """Return a free port, so that no other server is measured by mistake."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def is_ready(url: str) -> bool:
    """Return whether a server responds with success."""
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False
