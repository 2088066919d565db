"""`doctor`: check this machine and the enclosing project, and give a fix for each problem."""

import shutil
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from pystack_init.commands.database_checks import ProgressCallback
from pystack_init.commands.project_checks import project_checks
from pystack_init.commands.resource_checks import resource_checks
from pystack_init.lifecycle.project import enclosing_project
from pystack_init.questions.project import PYTHON_VERSIONS
from pystack_init.results.doctor import Check, ChecksFailed, CheckStatus, DoctorReport
from pystack_init.system import git, programs, uv
from pystack_init.system.dotenv import read_env

TIMEOUT = 10.0
PORT = 8000
# The install command of each package manager.
_INSTALLERS = {
    "apt-get": "sudo apt-get install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "apk": "sudo apk add",
    "brew": "brew install",
}


def _ignore(_: str) -> None:
    """Report no progress."""


def doctor(
    here: Path, environ: Mapping[str, str], *, on_progress: ProgressCallback = _ignore
) -> DoctorReport:
    """Run every check; a failed one skips only the checks that depend on it."""
    project = enclosing_project(here)
    settings = (read_env(project / ".env") if project else {}) | dict(environ)
    checks = [_python(), _uv(), _git(here), _docker(), _port(settings.get("PORT", ""))]
    if project:
        checks += project_checks(project, environ, on_progress)
        checks += resource_checks(project)
    failed = [check for check in checks if check.status is CheckStatus.FAIL]
    if not failed:
        return DoctorReport(checks=tuple(checks))
    names = ", ".join(f"`{check.id}`" for check in failed)
    hint = f"Start with `{failed[0].fix}`" if failed[0].fix else None
    return DoctorReport(checks=tuple(checks), error=ChecksFailed(f"Failed checks: {names}", hint))


def _python() -> Check:
    running = f"Python {'.'.join(map(str, sys.version_info[:3]))}"
    if f"{sys.version_info.major}.{sys.version_info.minor}" in PYTHON_VERSIONS:
        return Check("python", CheckStatus.PASS, running)
    made_for = f"projects support {PYTHON_VERSIONS[0]} to {PYTHON_VERSIONS[-1]}"
    return Check(
        "python", CheckStatus.WARN, f"{running}; {made_for}", f"uv python install {PYTHON_VERSIONS[-1]}"
    )


def _uv() -> Check:
    found = uv.find_uv()
    if found is None:
        return Check("uv", CheckStatus.FAIL, "uv is not installed", "pip install uv")
    completed = programs.run([str(found), "--version"], Path("/"), timeout=TIMEOUT)
    if completed.timed_out:
        return _timed_out("uv", f"`{found} --version`")
    if not completed.ok:
        return Check("uv", CheckStatus.FAIL, f"`{found}` cannot be run", "pip install --force-reinstall uv")
    if not uv.uv_is_on_path():
        return Check(
            "uv", CheckStatus.WARN, "uv came with pystack-init, but it is not on PATH", uv.how_to_get_uv()
        )
    return Check("uv", CheckStatus.PASS, completed.output)


def _git(here: Path) -> Check:
    if not git.has_git():
        return Check(
            "git",
            CheckStatus.WARN,
            "git is not installed, so `new` makes no first commit",
            _to_install("git"),
        )
    if not git.has_identity(here):
        fix = 'git config --global user.name "Your Name" && git config --global user.email you@example.com'
        return Check("git", CheckStatus.WARN, "git has no user.name and user.email", fix)
    return Check(
        "git", CheckStatus.PASS, programs.run(["git", "--version"], Path("/"), timeout=TIMEOUT).output
    )


def _docker() -> Check:
    if shutil.which("docker") is None:
        return Check(
            "docker",
            CheckStatus.WARN,
            "Docker is not installed; only images need it",
            _to_install("docker.io"),
        )
    completed = programs.run(
        ["docker", "version", "--format", "{{.Server.Version}}"], Path("/"), timeout=TIMEOUT
    )
    if completed.timed_out:
        return _timed_out("docker", "the Docker daemon")
    if not completed.ok:
        start = "open -a Docker" if sys.platform == "darwin" else "sudo systemctl start docker"
        return Check(
            "docker", CheckStatus.WARN, "The Docker daemon is not running; only images need it", start
        )
    return Check("docker", CheckStatus.PASS, f"Docker {completed.output}")


def _port(wanted: str) -> Check:
    port = int(wanted) if wanted.isdecimal() and 0 < int(wanted) < 2**16 else PORT
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return Check(
                "port", CheckStatus.WARN, f"Port {port} is in use", f"PORT={port + 1} uv run just dev"
            )
    return Check("port", CheckStatus.PASS, f"Port {port} is free")


def _timed_out(check: str, subject: str) -> Check:
    return Check(check, CheckStatus.WARN, f"Timed out: {subject} did not respond within {TIMEOUT:.0f} s")


def _to_install(package: str) -> str:
    known = (command for program, command in _INSTALLERS.items() if shutil.which(program))
    return f"{next(known, 'sudo apt-get install')} {package}"
