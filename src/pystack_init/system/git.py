"""Run git."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from pystack_init.errors import PystackError
from pystack_init.system.changeset import Content
from pystack_init.system.programs import Completed, capture, run

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
    """Git is needed, but it is not installed."""

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


def uncommitted(project: Path) -> set[str]:
    """List the paths of a project that differ from its last commit; without a commit there are none."""
    if not has_git() or not has_commits(project):
        return set()
    inside = _prefix(project)
    flags = ("--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", ".")
    _, output, _ = capture(["git", "-c", "core.fsmonitor=false", "status", *flags], project)
    lines = (line.decode("utf-8", "surrogateescape") for line in output.split(b"\0") if line)
    return {line[3:].removeprefix(inside) for line in lines}


def committed(project: Path) -> set[str]:
    """List the paths of a project in its last commit."""
    if not has_git() or not has_commits(project):
        return set()
    _, output, _ = capture(["git", "ls-tree", "-r", "--name-only", "-z", "HEAD", "."], project)
    return {one.decode("utf-8", "surrogateescape") for one in output.split(b"\0") if one}


def record_conflicts(project: Path, conflicts: Mapping[str, Mapping[int, Content]]) -> None:
    """Put conflicts into the index of the repository, if there is one: git and editors show both sides."""
    if not conflicts or not has_git() or not has_commits(project):
        return
    inside = _prefix(project)
    lines = []
    for path, stages in conflicts.items():
        lines.append(f"0 {'0' * 40}\t{inside}{path}\0")
        for number, content in stages.items():
            write = ["git", "hash-object", "-w", "--no-filters", "--stdin"]
            _, oid, _ = capture(write, project, stdin=content.data)
            lines.append(f"{content.mode} {oid.decode().strip()} {number}\t{inside}{path}\0")
    index = ["git", "update-index", "-z", "--index-info"]
    capture(index, project, stdin="".join(lines).encode("utf-8", "surrogateescape"))


def _prefix(project: Path) -> str:
    """Return the path of a project inside its repository, empty or with a slash at the end."""
    _, output, _ = capture(["git", "rev-parse", "--show-prefix"], project)
    return output.decode("utf-8", "surrogateescape").removesuffix("\n")


def reset_index(project: Path, paths: Sequence[str]) -> None:
    """Restore the index entries of files from the last commit."""
    if paths and has_git() and has_commits(project):
        run(["git", "reset", "--quiet", "--", *paths], project)


def stage(project: Path, paths: Sequence[str]) -> None:
    """Add files to the index: their conflicts are resolved."""
    if paths and has_git() and has_commits(project):
        run(["git", "add", "--all", "--", *paths], project)
