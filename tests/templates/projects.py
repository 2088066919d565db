"""Create projects from answers and run commands in them as their users do, with uv and just."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uv

from pystack_init.lifecycle.creation import create_files
from pystack_init.questions.project import QUESTIONS, running_python
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.render import render
from waiting import wait_until

Answers = Mapping[str, str | bool]

DEFAULTS: Answers = {question.id: question.default for question in QUESTIONS} | {"name": "shop"}
# Tests that run in every project of the matrix, but are not part of a project.
PLATFORM_TESTS = sorted((Path(__file__).parents[1] / "fixtures" / "features").glob("*-tests"))
# Variables of the caller's pytest, virtual environment and settings that would affect a project.
CALLER_VARIABLES = (
    "PYTEST_",
    "COV_",
    "UV_PROJECT",
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "DATABASE_URL",
    "TEST_DATABASE",
    "PYSTACK_",
)


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a program's environment: without CALLER_VARIABLES, with uv on PATH and `extra` added."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(CALLER_VARIABLES)}
    plain["PATH"] = f"{Path(uv.find_uv_bin()).parent}{os.pathsep}{plain['PATH']}"
    # A project's tests run in parallel beside those of other projects.
    parallel = {"PYTEST_XDIST_AUTO_NUM_WORKERS": "2"}
    return plain | parallel | {"UV_PYTHON": running_python(), "UV_SYSTEM_CERTS": "true"} | dict(extra or {})


def run(
    folder: Path, *command: str, env: Mapping[str, str] | None = None, timeout: float = 1200
) -> subprocess.CompletedProcess[str]:
    """Run a command in `folder`; stdout and stderr are captured as one."""
    return subprocess.run(
        command,
        cwd=folder,
        env=clean_environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )


def succeed(folder: Path, *command: str, env: Mapping[str, str] | None = None, timeout: float = 1200) -> str:
    """Run a command in `folder` and return its output; fail with the output if the exit code is not 0."""
    ended = run(folder, *command, env=env, timeout=timeout)
    assert ended.returncode == 0, f"`{' '.join(command)}` ended with {ended.returncode}\n{ended.stdout}"
    return ended.stdout


@dataclass(frozen=True, slots=True)
class Server:
    """A project's running server."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serving(
    project: Path, env: Mapping[str, str], log: Path, until: str = "/health/ready", recipe: str = "serve"
) -> Iterator[Server]:
    """Start a server with a just recipe on a free port and wait until it is ready; stop it afterwards."""
    port = free_port()
    command = ["uv", "run", "just", *recipe.split()]
    with background(command, log, cwd=project, env={**env, "PORT": str(port)}) as process:
        server = Server(f"http://127.0.0.1:{port}", process, log)
        _wait_until_ready(f"{server.url}{until}", server)
        yield server


@contextmanager
def background(
    command: list[str], log: Path, *, env: Mapping[str, str], cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in the background, with its output in `log`; stop its process group afterwards."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=clean_environment(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end_group(process)


def wait_until_listening(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server responds at `url` with any status; fail with its log if it ends or never does."""

    def responds() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(url, timeout=5, verify=False)  # noqa: S501 - Caddy signs its own certificate
        except httpx.TransportError:
            return False
        return True

    wait_until(responds, lambda: f"The server did not respond\n{log.read_text()}")


def _wait_until_ready(url: str, server: Server) -> None:
    def is_ready() -> bool:
        assert server.process.poll() is None, server.log.read_text()
        try:
            return httpx.get(url, timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    wait_until(is_ready, lambda: f"The server was not ready\n{server.log.read_text()}")


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Stop a process group: SIGTERM, and SIGKILL after 30 seconds."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=30)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class ProjectCache:
    """Projects, lock files and virtual environments that are made once a session; all workers share them."""

    root: Path
    worker: str

    def rendered(self, answers: Answers) -> Path:
        """Render a set of answers once a session and return the folder, which is read-only."""
        full = {**DEFAULTS, **answers}
        return self._once(f"rendered-{_digest(full)}", lambda made: create_files(full, "shop", made))

    def locked(self, answers: Answers) -> Path:
        """Lock the dependencies once for all projects that have the same; return the `uv.lock`."""
        pyproject = (self.rendered(answers) / "pyproject.toml").read_text(encoding="utf-8")

        def lock(made: Path) -> None:
            (made / "pyproject.toml").write_text(pyproject, encoding="utf-8")
            succeed(made, "uv", "lock")

        return self._once(f"locked-{_digest(self._wanted(answers))}", lock) / "uv.lock"

    def environment(self, answers: Answers) -> Path:
        """Install the dependencies once for all projects that have the same; return the `.venv`."""

        def install(made: Path) -> None:
            shutil.copy(self.rendered(answers) / "pyproject.toml", made)
            shutil.copy(self.locked(answers), made)
            succeed(made, "uv", "sync", "--frozen")

        _, *dependencies = self._wanted(answers)
        return self._once(f"environment-{_digest(dependencies)}", install) / ".venv"

    def tools(self, answers: Answers) -> Path:
        """Install a project's dependencies; return the `bin` folder.

        The oldest Python is the running one, so that a project for a newer Python can be checked as well.
        """
        return self.environment({**answers, "python": running_python()}) / "bin"

    def mypy(self, answers: Answers) -> dict[str, str]:
        """Return the variable that names a warm cache for mypy; without one a run takes 30 seconds.

        Each worker has its own, because mypy supports no concurrent runs, and each stack, because other
        plugins empty it.
        """
        stack = {**DEFAULTS, **answers}["stack"]
        return {"MYPY_CACHE_DIR": str(self.root / f"mypy-{self.worker}-{stack}")}

    def installed(self, answers: Answers, folder: Path) -> Path:
        """Create a project in `folder`, install its dependencies, migrate its database.

        The dependencies are those of all projects that have the same: a test must not change them.
        """
        full = {**DEFAULTS, **answers}
        # The data of a PostgreSQL cannot be copied.
        in_a_file = full["database"] == "sqlite"

        def create(made: Path) -> None:
            new = [
                sys.executable,
                "-m",
                "pystack_init",
                "new",
                "shop",
                "--defaults",
                "--no-install",
                "--no-git",
            ]
            succeed(made, *new, *(f"--set={key}={_typed(value)}" for key, value in answers.items()))
            shutil.copy(self.locked(answers), made / "shop")
            (made / "shop" / ".venv").symlink_to(self.environment(answers))
            if in_a_file:
                succeed(made / "shop", "uv", "run", "just", "setup")

        made = self._once(f"installed-{_digest(full)}", create)
        project = Path(shutil.copytree(made / "shop", folder / "shop", symlinks=True))
        if not in_a_file:
            succeed(project, "uv", "run", "just", "setup")
        return project

    def add_platform_tests(self, project: Path, answers: Answers) -> list[str]:
        """Add the tests of `tests/fixtures/features/*-tests` to a project; return their paths."""

        def copy(made: Path) -> None:
            tree = made / "templates"
            shutil.copytree(templates_root(), tree, ignore=shutil.ignore_patterns("__pycache__"))
            for feature in PLATFORM_TESTS:
                shutil.copytree(feature, tree / "features" / feature.name)

        tree = self._once("platform-tests", copy) / "templates"
        full = {**DEFAULTS, **answers}
        made = self._once(f"with-tests-{_digest(full)}", lambda made: render(tree, full, "shop", made))
        added = [
            path for path in made.glob("tests/**/*.py") if not (project / path.relative_to(made)).exists()
        ]
        for path in added:
            target = project / path.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        return sorted(str(path.relative_to(made)) for path in added if path.name.startswith("test_"))

    def _wanted(self, answers: Answers) -> list[object]:
        """Return the fields that a lock file depends on; all but the first, the name, decide on versions."""
        text = (self.rendered(answers) / "pyproject.toml").read_text(encoding="utf-8")
        read = tomllib.loads(text)
        project = read["project"]
        return [
            *(project["name"], project["requires-python"], project["dependencies"]),
            *(read["dependency-groups"], read["tool"]["uv"]),
        ]

    def _once(self, name: str, make: Callable[[Path], object]) -> Path:
        """Create a folder under a file lock: one worker does the work, the others wait for it."""
        # Created in place and marked when complete: the scripts of a virtual environment contain its path.
        folder, mark = self.root / name, self.root / f"{name}.complete"
        with (self.root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not mark.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                mark.touch()
        return folder


def _typed(value: str | bool) -> str:  # noqa: FBT001 - an answer is either
    return value if isinstance(value, str) else "yes" if value else "no"


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
