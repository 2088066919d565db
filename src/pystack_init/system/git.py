"""Run git."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from pystack_init.errors import PystackError
from pystack_init.system.programs import Completed, run

_CONFIG = (
    "-c",
    "commit.gpgSign=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.autocrlf=false",
    "-c",
    "maintenance.auto=false",
)
FIRST_COMMIT = "Start the project with pystack-init"


class GitMissing(PystackError):
    """A repository was requested, but git is not installed."""

    code = "git-missing"


def has_git() -> bool:
    """Return whether git is installed."""
    return shutil.which("git") is not None


def git_author() -> str | None:
    """Return git's user.name, or None."""
    if not has_git():
        return None
    found = run(["git", "config", "--get", "user.name"], Path("/"))
    return found.output or None if found.ok else None


def enclosing_repository(folder: Path) -> Path | None:
    """Find the git repository that contains a folder, without starting git."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def has_commits(repository: Path) -> bool:
    """Return whether a repository has a commit."""
    return run(["git", "rev-parse", "--verify", "--quiet", "HEAD"], repository).ok


def has_identity(repository: Path) -> bool:
    """Return whether git has user.name and user.email for a commit here."""
    strict = ("git", "-c", "user.useConfigOnly=true", "var")  # no identity derived from the host name
    return all(run([*strict, f"GIT_{role}_IDENT"], repository).ok for role in ("AUTHOR", "COMMITTER"))


def first_commit(project: Path, *, identity: Mapping[str, str]) -> Completed:
    """Initialise a repository where there is none, and commit everything except `.env`."""
    named = [part for key, value in identity.items() for part in ("-c", f"{key}={value}")]
    commands = [
        ["git", *_CONFIG, "add", "--all"],
        [
            "git",
            "rm",
            "--cached",
            "--quiet",
            "--ignore-unmatch",
            ".env",
        ],  # even if .gitignore does not list it
        ["git", *_CONFIG, *named, "commit", "--quiet", "--no-verify", "--message", FIRST_COMMIT],
    ]
    if not (project / ".git").exists():
        commands.insert(0, ["git", "init", "--quiet", "--initial-branch=main"])
    for command in commands:
        completed = run(command, project)
        if not completed.ok:
            break
    return completed
