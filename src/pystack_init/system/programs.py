"""Run other programs, and quote commands for a shell."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pystack_init.system.signals import at_stop, deferred

# Variables that point git at another repository, or uv at another environment.
_FOREIGN = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
        "UV_FROZEN",
        "UV_NO_SYNC",
        "UV_PROJECT",
        "UV_PROJECT_ENVIRONMENT",
        "UV_WORKING_DIR",
        "VIRTUAL_ENV",
    }
)
# Companies install the certificate of their proxy in the system store.
_TRUST = {"UV_SYSTEM_CERTS": "true"}
# With either, Python would write no bytecode to the project.
_NO_BYTECODE = frozenset({"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"})
_LAST_LINES = 12
_KILLED_WITHIN = 2  # seconds


@dataclass(frozen=True, slots=True)
class Completed:
    """The result of a program: success, and the last lines of its output."""

    ok: bool
    output: str
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class _Streams:
    """The standard streams of a program."""

    stdin: int = subprocess.DEVNULL
    stdout: int = subprocess.DEVNULL
    stderr: int | IO[bytes] = subprocess.STDOUT


def run(
    command: Sequence[str],
    folder: Path,
    *,
    add_to_path: Path | None = None,
    timeout: float | None = None,
    variables: Mapping[str, str] | None = None,
) -> Completed:
    """Run a program in `folder` until it ends, without stdin; a signal to this process kills it."""
    environment = _environment(add_to_path) | dict(variables or {})
    try:
        with ExitStack() as stack:
            process = _start(stack, command, folder, environment, _Streams(stdout=subprocess.PIPE))
            try:
                output, _ = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                _end(process)
                late = f"{command[0]}: timed out after {timeout:.0f} s"
                return Completed(ok=False, output=late, timed_out=True)
    except OSError as error:
        return Completed(ok=False, output=f"{command[0]}: {error.strerror}")
    return Completed(ok=process.returncode == 0, output=_last_lines(output))


def follow(
    command: Sequence[str], folder: Path, on_output: Callable[[str], None], *, add_to_path: Path
) -> Completed:
    """Run a program as `run` does, and pass on its output as soon as it is written."""
    output = b""
    try:
        with ExitStack() as stack:
            streams = _Streams(stdout=subprocess.PIPE)
            process = _start(stack, command, folder, _environment(add_to_path), streams)
            while process.stdout and (chunk := os.read(process.stdout.fileno(), 65_536)):
                output += chunk
                on_output(chunk.decode("utf-8", "replace"))
            process.wait()
    except OSError as error:
        return Completed(ok=False, output=f"{command[0]}: {error.strerror}")
    return Completed(ok=process.returncode == 0, output=_last_lines(output))


def capture(
    command: Sequence[str], folder: Path, *, stdin: bytes = b"", variables: Mapping[str, str] | None = None
) -> tuple[int, bytes, str]:
    """Run a program until it ends; return its exit code, its whole stdout, and its stderr as text."""
    environment = _environment(None) | dict(variables or {})
    with ExitStack() as stack, tempfile.TemporaryFile() as errors:
        streams = _Streams(subprocess.PIPE, subprocess.PIPE, errors)
        process = _start(stack, command, folder, environment, streams)
        output, _ = process.communicate(stdin)
        errors.seek(0)
        return process.returncode, output, errors.read().decode("utf-8", "replace").strip()


@contextmanager
def in_background(
    commands: Iterable[Sequence[str]], folder: Path, variables: dict[str, str]
) -> Iterator[None]:
    """Run programs beside the block, then wait for them; what they print and whether they fail is ignored.

    A signal to this process kills them.
    """
    environment = {key: value for key, value in _environment(None).items() if key not in _NO_BYTECODE}
    with ExitStack() as stack:
        processes = []
        for command in commands:
            with suppress(OSError):
                processes.append(_start(stack, command, folder, environment | variables, _Streams()))
        try:
            yield
        finally:
            for process in processes:
                process.wait()


def _start(
    stack: ExitStack,
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    streams: "_Streams",
) -> subprocess.Popen[bytes]:
    """Start a program; until `stack` is closed, a signal to this process kills it."""
    with deferred():
        process = subprocess.Popen(  # noqa: S603 - the program is one of ours, its arguments are a list
            command,
            cwd=folder,
            env=environment,
            stdin=streams.stdin,
            stdout=streams.stdout,
            stderr=streams.stderr,
            process_group=0,  # the terminal sends Ctrl-C to this process only
        )
        stack.enter_context(process)  # closes the pipe, whatever happens
        stack.enter_context(at_stop(lambda: _end(process)))
    return process


def _last_lines(output: bytes) -> str:
    return "\n".join(output.decode("utf-8", "replace").strip().splitlines()[-_LAST_LINES:])


def _environment(add_to_path: Path | None) -> dict[str, str]:
    environment = _TRUST | {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    if add_to_path:
        environment["PATH"] = f"{environment.get('PATH', os.defpath)}{os.pathsep}{add_to_path}"
    return environment


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        # In a signal handler, the `wait` that it interrupted may hold the lock of `process`: give up then.
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_KILLED_WITHIN)


def shell(*words: str | Path) -> str:
    """Quote a command for a shell."""
    return shlex.join(str(word) for word in words)
