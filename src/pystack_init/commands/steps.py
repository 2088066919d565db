"""What `new` does once the files are in place: install, verify, commit; and what is left for the person."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pystack_init.errors import StepFailed
from pystack_init.planning.plan import Plan
from pystack_init.results import ResultWarning
from pystack_init.results.project import StepResult, StepStatus
from pystack_init.system import git, programs
from pystack_init.system.programs import Completed, shell
from pystack_init.system.signals import deferred, finished
from pystack_init.system.uv import find_uv, how_to_get_uv, uv_is_on_path

CHECKS = (("just", "check"), ("just", "test"))
NOBODY = {"user.name": "pystack-init", "user.email": "pystack-init@localhost"}
HERE = Path()
# How uv labels what went wrong and why; its hints, which come after, say what to do but not what happened.
_TOLD = re.compile(r"^\s*(?:error|cause|Caused by): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What to do beside writing; `git` is None when nobody said."""

    install: bool = True
    git: bool | None = None
    verify: bool = False
    dry_run: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags that differ from what happens anyway."""
        output = {"--no-install": not self.install, "--no-git": self.git is False, "--verify": self.verify}
        return tuple(flag for flag, given in output.items() if given)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that can be run, and how a person would do it; what comes later is no use without `first`."""

    id: str
    wanted: bool
    saying: str
    work: Callable[[], Completed]
    by_hand: tuple[tuple[str, ...], ...]
    first: bool = False


@dataclass(slots=True)
class StepResults:
    """What the steps came to, collected as they run."""

    steps: list[StepResult] = field(default_factory=list)
    warnings: list[ResultWarning] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def error(self) -> StepFailed | None:
        """Say which steps failed, with the commands that resume them."""
        if not self.failures:
            return None
        resume = "\n  ".join(step.resume or "" for step in self.steps if step.status is StepStatus.FAILED)
        message = f"The project is written, but {'; '.join(self.failures)}"
        return StepFailed(message, f"To resume:\n  {resume}")

    def attempt(self, step: Step, resume: str, on_progress: Callable[[str], None]) -> bool:
        """Run one job, and tell whether those that need it can follow."""
        if not step.wanted:
            self.steps.append(StepResult(step.id, StepStatus.SKIPPED))
            return True
        on_progress(step.saying)
        started = time.perf_counter()
        completed = step.work()
        seconds = time.perf_counter() - started
        if completed.ok:
            self.steps.append(StepResult(step.id, StepStatus.DONE, seconds))
            return True
        on_progress(completed.output)
        self.failures.append(f"`{step.id}` failed: {_reason(completed.output)}")
        self.steps.append(StepResult(step.id, StepStatus.FAILED, seconds, resume))
        return not step.first


def run_steps(plan: Plan, options: RunOptions, *, on_progress: Callable[[str], None]) -> StepResults:
    """Run the steps in the order that lets the first commit hold uv.lock."""
    results = StepResults()
    steps, warnings = _jobs(plan, options)
    while steps:
        step, *steps = steps
        resume = _resume(plan.target, [step, *steps] if step.first else [step])
        if not results.attempt(step, resume, on_progress):
            results.steps += [StepResult(one.id, StepStatus.SKIPPED) for one in steps]
            warnings = [one for one in warnings if one.code != "git-identity"]  # there is no commit to amend
            break
    results.warnings += warnings
    results.next_steps = _next_steps(plan, results)
    return results


def planned_steps(plan: Plan, options: RunOptions) -> StepResults:
    """Say what would be done."""
    steps, warnings = _jobs(plan, options)
    planned = [
        StepResult(step.id, StepStatus.PLANNED if step.wanted else StepStatus.SKIPPED) for step in steps
    ]
    return StepResults(planned, warnings=warnings)


def _jobs(plan: Plan, options: RunOptions) -> tuple[list[Step], list[ResultWarning]]:
    target = plan.target
    uv = find_uv() if options.install else None
    typed = "uv" if uv_is_on_path() else str(uv or "uv")
    checks = tuple((typed, "run", *check) for check in CHECKS)
    warnings = _git_warnings(target) if options.git is not False else {}
    commits = options.git is not False and not warnings.keys() & _OBSTACLES
    identity = NOBODY if "git-identity" in warnings else {}
    by_hand = (
        ("git", "init", "--initial-branch=main"),
        ("git", "add", "--all"),
        ("git", "commit", "--message", git.FIRST_COMMIT),
    )
    steps = [
        Step(
            "install",
            options.install,
            "Installing the dependencies",
            lambda: _by_uv(target, uv, ("sync",)),
            ((typed, "sync"),),
            first=True,
        ),
        Step(
            "verify",
            options.verify,
            "Running the project's own checks and tests",
            lambda: _by_uv(target, uv, *(("run", *check) for check in CHECKS)),
            checks,
        ),
        Step(
            "git",
            commits,
            "Making the first commit",
            lambda: _commit(target, identity),
            by_hand,
        ),
    ]
    return steps, [ResultWarning(code, message) for code, message in warnings.items()]


def _commit(project: Path, identity: Mapping[str, str]) -> Completed:
    # The last step, a short one, and in a clone there is no way back: a signal finds the project finished.
    with deferred():
        completed = git.first_commit(project, identity=identity)
        finished()
    return completed


def _by_uv(project: Path, uv: Path | None, *commands: Sequence[str]) -> Completed:
    """Run one command of uv after the other, up to the first that fails."""
    if uv is None:
        return Completed(ok=False, output="uv was found neither on PATH nor beside pystack-init")
    for command in commands:
        completed = programs.run([str(uv), *command], project, add_to_path=uv.parent)
        if not completed.ok:
            break
    return completed


_OBSTACLES = frozenset({"git-missing", "inside-repository", "repository-has-commits"})


def _git_warnings(target: Path) -> Mapping[str, str]:
    """Say what is in the way of a first commit, or what is odd about it."""
    if not git.has_git():
        return {"git-missing": "git is not installed, so there is no repository and no first commit"}
    folder = target.resolve()  # `../shop` does not lie in this folder
    repository = git.enclosing_repository(folder)
    if repository and repository != folder:
        return {
            "inside-repository": f"`{repository}` is a git repository already, so none was made inside it"
        }
    if repository and git.has_commits(repository):
        return {
            "repository-has-commits": "The repository has commits already, so the next one is left to you"
        }
    if not git.knows_identity(repository or HERE):
        own = "git commit --amend --reset-author --no-edit"
        return {"git-identity": f"git does not know you; make the first commit yours with `{own}`"}
    return {}


def _reason(output: str) -> str:
    """Say in one line what went wrong: what is labelled so, else what was said last."""
    reasons = _TOLD.findall(output) or output.splitlines()[-1:]
    return ": ".join(reasons) or "it said nothing"


def _resume(target: Path, steps: Sequence[Step]) -> str:
    commands = [shell(*command) for step in steps if step.wanted for command in step.by_hand]
    return " && ".join([*_enter(target), *commands])


def _enter(target: Path) -> list[str]:
    return [] if target == HERE else [shell("cd", target)]


def _next_steps(plan: Plan, results: StepResults) -> list[str]:
    get_uv = [] if uv_is_on_path() else [how_to_get_uv()]
    installed = any(step.id == "install" and step.status is StepStatus.DONE for step in results.steps)
    return [
        *_enter(plan.target),
        *get_uv,
        *([] if installed else ["uv sync"]),
        "uv run just dev",
        "uv run just test",
    ]
