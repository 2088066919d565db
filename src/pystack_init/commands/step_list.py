"""The steps of `new` after the files are written: install, verify, commit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pystack_init.commands.step_output import COMPILING, Activity, installing, verifying
from pystack_init.planning.plan import Plan
from pystack_init.planning.run_options import RunOptions
from pystack_init.questions.stacks import STACK_BY_ID, Stack
from pystack_init.results import ResultWarning
from pystack_init.system import git, programs
from pystack_init.system.programs import Completed
from pystack_init.system.signals import deferred, finished
from pystack_init.system.uv import find_uv, uv_is_on_path

CHECKS = (("just", "check"), ("just", "test"))
# The author of the first commit where git has no user.name and user.email.
FALLBACK_AUTHOR = {"user.name": "pystack-init", "user.email": "pystack-init@localhost"}
_NO_COMMIT = frozenset({"git-missing", "inside-repository", "repository-has-commits"})
OnOutput = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A step, and the equivalent commands; if a `required` step fails, the later ones are skipped.

    `work` passes on the output of its programs, and `read` tells from it what they do.
    """

    id: str
    wanted: bool
    status: str
    work: Callable[[OnOutput], Completed]
    by_hand: tuple[tuple[str, ...], ...]
    read: Callable[[str], Activity] = lambda _: Activity()
    required: bool = False


def steps_of(plan: Plan, options: RunOptions) -> tuple[list[Step], list[ResultWarning]]:
    """List the steps in the order that puts uv.lock into the first commit, and the warnings about git."""
    warnings = _git_warnings(plan.target) if options.git is not False else {}
    uv = find_uv() if options.install else None
    typed = "uv" if uv_is_on_path() else str(uv or "uv")
    identity = FALLBACK_AUTHOR if "git-identity" in warnings else {}
    steps = [
        # The lock file and the environment of a workspace are not this project's own to change.
        _install(
            plan.target,
            uv,
            typed,
            STACK_BY_ID[plan.answers["stack"].text],
            wanted=options.install and not options.workspace,
        ),
        _verify(plan.target, uv, typed, wanted=options.verify),
        Step(
            "git",
            options.git is not False and not warnings.keys() & _NO_COMMIT,
            "Creating the first commit",
            lambda _: _commit(plan.target, identity),
            _commit_by_hand(identity),
            lambda _: Activity(done="first commit"),
        ),
    ]
    return steps, [ResultWarning(code, message) for code, message in warnings.items()]


def _install(target: Path, uv: Path | None, typed: str, stack: Stack, *, wanted: bool) -> Step:
    return Step(
        "install",
        wanted,
        "Installing the dependencies",
        lambda on_output: _sync(target, uv, stack, on_output),
        ((typed, "sync"),),
        installing,
        required=True,
    )


def _sync(target: Path, uv: Path | None, stack: Stack, on_output: OnOutput) -> Completed:
    """Install with the network, else from uv's cache; if both fail, the first failure is the cause."""
    online = _sync_with(target, uv, stack, on_output)
    if online.ok:
        return online
    offline = _sync_with(target, uv, stack, on_output, "--offline")
    return offline if offline.ok else online


def _sync_with(target: Path, uv: Path | None, stack: Stack, on_output: OnOutput, *flags: str) -> Completed:
    """Install what the server needs, then the rest, while the modules of the first start compile to bytecode.

    To compile every module takes longer than it saves.
    """
    completed = run_uv(target, uv, on_output, ("sync", "--no-dev", *flags))
    if not completed.ok:
        return completed
    imports = [(str(uv), "run", "--no-sync", "python", "-c", code) for code in stack.first_imports]
    # Without a URL, a project on PostgreSQL would start its database server.
    with programs.in_background(imports, target, {"DATABASE_URL": "sqlite:///db.sqlite3"}):
        completed = run_uv(target, uv, on_output, ("sync", *flags))
        on_output(COMPILING)
    return completed


def _verify(target: Path, uv: Path | None, typed: str, *, wanted: bool) -> Step:
    return Step(
        "verify",
        wanted,
        "Verifying the project",
        lambda on_output: run_uv(target, uv, on_output, *(("run", *check) for check in CHECKS)),
        tuple((typed, "run", *check) for check in CHECKS),
        verifying,
    )


def _commit(project: Path, identity: Mapping[str, str]) -> Completed:
    # The last step is short, and in a clone it cannot be undone: signals are deferred until it is done.
    with deferred():
        completed = git.first_commit(project, identity=identity)
        finished()
    return completed


def _commit_by_hand(identity: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return commands that make the first commit, also where git knows no author."""
    named = [part for key, value in identity.items() for part in ("-c", f"{key}={value}")]
    return (
        ("git", "init", "--initial-branch=main"),
        ("git", "add", "--all"),
        ("git", *named, "commit", "--message", git.FIRST_COMMIT),
    )


def run_uv(project: Path, uv: Path | None, on_output: OnOutput, *commands: Sequence[str]) -> Completed:
    """Run commands of uv in order, and stop at the first that fails."""
    if uv is None:
        return Completed(ok=False, output="uv is neither on PATH nor installed with pystack-init")
    for command in commands:
        on_output(f"uv {' '.join(command)}\n")
        completed = programs.follow([str(uv), *command], project, on_output, add_to_path=uv.parent)
        if not completed.ok:
            break
    return completed


def _git_warnings(target: Path) -> Mapping[str, str]:
    """Return a warning for each reason that prevents a first commit, or leaves its author unknown."""
    if not git.has_git():
        return {"git-missing": "git is not installed, so there is no repository and no first commit"}
    folder = target.resolve()  # `../shop` is not inside the current folder
    repository = git.enclosing_repository(folder)
    if repository and repository != folder:
        return {
            "inside-repository": f"`{repository}` is already a git repository, so none was created inside it"
        }
    if repository and git.has_commits(repository):
        return {"repository-has-commits": "The repository already has commits, so nothing was committed"}
    if not git.has_identity(repository or Path()):
        own = "git commit --amend --reset-author --no-edit"
        return {"git-identity": f"git has no user.name and user.email; set both, then run `{own}`"}
    return {}
