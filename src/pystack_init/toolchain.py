"""Start other programs: git and uv. The only module that does."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pystack_init.interruption import at_stop, deferred

# They point git at another repository, or uv at another environment, than the project's own.
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
# Behind a company's proxy only the machine itself knows whom uv may trust.
_TRUST = {"UV_SYSTEM_CERTS": "true"}
_NO_SURPRISES = (
    "-c",
    "commit.gpgSign=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.autocrlf=false",
    "-c",
    "maintenance.auto=false",
)
_LAST_LINES = 12
FIRST_COMMIT = "Start the project with pystack-init"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended, and what it said last."""

    ok: bool
    said: str


def run(
    command: Sequence[str], folder: Path, *, add_to_path: Path | None = None, timeout: float | None = None
) -> Ran:
    """Run a program in `folder` to its end, with nobody to ask; stopping this process stops it too."""
    environment = _TRUST | {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    if add_to_path:
        environment["PATH"] = f"{environment.get('PATH', os.defpath)}{os.pathsep}{add_to_path}"
    try:
        with ExitStack() as stack:
            with deferred():
                process = subprocess.Popen(  # noqa: S603 - the program is one of ours, its arguments are a list
                    command,
                    cwd=folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    process_group=0,  # the terminal's Ctrl-C comes to us alone
                )
                stack.enter_context(process)  # closes the pipe, whatever happens
                stack.enter_context(at_stop(lambda: _end(process)))
            try:
                said, _ = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                _end(process)
                return Ran(ok=False, said=f"{command[0]}: no answer within {timeout:.0f} s")
    except OSError as error:
        return Ran(ok=False, said=f"{command[0]}: {error.strerror}")
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return Ran(ok=process.returncode == 0, said="\n".join(lines[-_LAST_LINES:]))


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def find_uv() -> Path | None:
    """Find uv: on PATH, else the one that came as a dependency of this package."""
    on_path = shutil.which("uv")
    if on_path:
        return Path(on_path)
    import uv  # noqa: PLC0415 - only where it is needed

    try:
        return Path(uv.find_uv_bin())
    except FileNotFoundError:
        return None


def uv_is_on_path() -> bool:
    """Tell whether the person can type `uv`."""
    return shutil.which("uv") is not None


def how_to_get_uv() -> str:
    """Spell what makes `uv` something that can be typed."""
    if shutil.which("pipx"):
        return "pipx install uv"
    own = find_uv()
    # In an environment of its own, where pip would say that it is there already.
    return (
        f"export PATH=$PATH:{shell(own.parent)}  # uv is there; or `pip install uv`"
        if own
        else "pip install uv"
    )


def has_git() -> bool:
    """Tell whether git is installed."""
    return shutil.which("git") is not None


def git_author() -> str | None:
    """Ask git for the person's name."""
    if not has_git():
        return None
    found = run(["git", "config", "--get", "user.name"], Path("/"))
    return found.said or None if found.ok else None


def enclosing_repository(folder: Path) -> Path | None:
    """Find the git repository that a folder lies in, without starting git."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def has_commits(repository: Path) -> bool:
    """Tell whether a repository has a first commit already."""
    return run(["git", "rev-parse", "--verify", "--quiet", "HEAD"], repository).ok


def knows_identity(repository: Path) -> bool:
    """Tell whether git would know who commits here."""
    strict = ("git", "-c", "user.useConfigOnly=true", "var")  # and no name made up from this machine's
    return all(run([*strict, f"GIT_{role}_IDENT"], repository).ok for role in ("AUTHOR", "COMMITTER"))


def first_commit(project: Path, *, identity: Mapping[str, str]) -> Ran:
    """Make a repository if there is none, and commit everything but what must stay here."""
    named = [part for key, value in identity.items() for part in ("-c", f"{key}={value}")]
    commands = [
        ["git", *_NO_SURPRISES, "add", "--all"],
        ["git", "rm", "--cached", "--quiet", "--ignore-unmatch", ".env"],  # whatever .gitignore says
        ["git", *_NO_SURPRISES, *named, "commit", "--quiet", "--no-verify", "--message", FIRST_COMMIT],
    ]
    if not (project / ".git").exists():
        commands.insert(0, ["git", "init", "--quiet", "--initial-branch=main"])
    for command in commands:
        ran = run(command, project)
        if not ran.ok:
            break
    return ran


def shell(*words: str | Path) -> str:
    """Quote a command for a shell."""
    return shlex.join(str(word) for word in words)
