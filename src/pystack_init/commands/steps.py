"""What `new` does once the files are in place: install, verify, commit; and what is left for the person."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pystack_init.errors import StepFailed
from pystack_init.planning.plan import Plan
from pystack_init.results import Caution
from pystack_init.results.project import Status, Step
from pystack_init.system import git, programs
from pystack_init.system.programs import Ran, shell
from pystack_init.system.signals import deferred, finished
from pystack_init.system.uv import find_uv, how_to_get_uv, uv_is_on_path

CHECKS = (("just", "check"), ("just", "test"))
NOBODY = {"user.name": "pystack-init", "user.email": "pystack-init@localhost"}
HERE = Path()
# How uv labels what went wrong and why; its hints, which come after, say what to do but not what happened.
_TOLD = re.compile(r"^\s*(?:error|cause|Caused by): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What to do beside writing; `git` is None when nobody said."""

    install: bool = True
    git: bool | None = None
    verify: bool = False
    dry_run: bool = False

    @property
    def spelled(self) -> tuple[str, ...]:
        """The flags that differ from what happens anyway."""
        said = {"--no-install": not self.install, "--no-git": self.git is False, "--verify": self.verify}
        return tuple(flag for flag, given in said.items() if given)


@dataclass(frozen=True, slots=True)
class Job:
    """A step that can be run, and how a person would do it; what comes later is no use without `first`."""

    id: str
    wanted: bool
    saying: str
    work: Callable[[], Ran]
    by_hand: tuple[tuple[str, ...], ...]
    first: bool = False


@dataclass(slots=True)
class Followed:
    """What the steps came to, collected as they run."""

    steps: list[Step] = field(default_factory=list)
    warnings: list[Caution] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def error(self) -> StepFailed | None:
        """Say which steps failed, with the commands that resume them."""
        if not self.failures:
            return None
        resume = "\n  ".join(step.resume or "" for step in self.steps if step.status is Status.FAILED)
        message = f"The project is written, but {'; '.join(self.failures)}"
        return StepFailed(message, f"To resume:\n  {resume}")

    def attempt(self, job: Job, resume: str, tell: Callable[[str], None]) -> bool:
        """Run one job, and tell whether those that need it can follow."""
        if not job.wanted:
            self.steps.append(Step(job.id, Status.SKIPPED))
            return True
        tell(job.saying)
        started = time.perf_counter()
        ran = job.work()
        seconds = time.perf_counter() - started
        if ran.ok:
            self.steps.append(Step(job.id, Status.DONE, seconds))
            return True
        tell(ran.said)
        self.failures.append(f"`{job.id}` failed: {_reason(ran.said)}")
        self.steps.append(Step(job.id, Status.FAILED, seconds, resume))
        return not job.first


def follow(plan: Plan, switches: Switches, *, tell: Callable[[str], None]) -> Followed:
    """Run the steps in the order that lets the first commit hold uv.lock."""
    followed = Followed()
    jobs, cautions = _jobs(plan, switches)
    while jobs:
        job, *jobs = jobs
        resume = _resume(plan.target, [job, *jobs] if job.first else [job])
        if not followed.attempt(job, resume, tell):
            followed.steps += [Step(one.id, Status.SKIPPED) for one in jobs]
            cautions = [one for one in cautions if one.code != "git-identity"]  # there is no commit to amend
            break
    followed.warnings += cautions
    followed.next_steps = _next_steps(plan, followed)
    return followed


def planned(plan: Plan, switches: Switches) -> Followed:
    """Say what would be done."""
    jobs, cautions = _jobs(plan, switches)
    steps = [Step(job.id, Status.PLANNED if job.wanted else Status.SKIPPED) for job in jobs]
    return Followed(steps, warnings=cautions)


def _jobs(plan: Plan, switches: Switches) -> tuple[list[Job], list[Caution]]:
    target = plan.target
    uv = find_uv() if switches.install else None
    typed = "uv" if uv_is_on_path() else str(uv or "uv")
    checks = tuple((typed, "run", *check) for check in CHECKS)
    cautions = _cautions_of_git(target) if switches.git is not False else {}
    commits = switches.git is not False and not cautions.keys() & _OBSTACLES
    identity = NOBODY if "git-identity" in cautions else {}
    by_hand = (
        ("git", "init", "--initial-branch=main"),
        ("git", "add", "--all"),
        ("git", "commit", "--message", git.FIRST_COMMIT),
    )
    jobs = [
        Job(
            "install",
            switches.install,
            "Installing the dependencies",
            lambda: _by_uv(target, uv, ("sync",)),
            ((typed, "sync"),),
            first=True,
        ),
        Job(
            "verify",
            switches.verify,
            "Running the project's own checks and tests",
            lambda: _by_uv(target, uv, *(("run", *check) for check in CHECKS)),
            checks,
        ),
        Job(
            "git",
            commits,
            "Making the first commit",
            lambda: _commit(target, identity),
            by_hand,
        ),
    ]
    return jobs, [Caution(code, message) for code, message in cautions.items()]


def _commit(project: Path, identity: Mapping[str, str]) -> Ran:
    # The last step, a short one, and in a clone there is no way back: a signal finds the project finished.
    with deferred():
        ran = git.first_commit(project, identity=identity)
        finished()
    return ran


def _by_uv(project: Path, uv: Path | None, *commands: Sequence[str]) -> Ran:
    """Run one command of uv after the other, up to the first that fails."""
    if uv is None:
        return Ran(ok=False, said="uv was found neither on PATH nor beside pystack-init")
    for command in commands:
        ran = programs.run([str(uv), *command], project, add_to_path=uv.parent)
        if not ran.ok:
            break
    return ran


_OBSTACLES = frozenset({"git-missing", "inside-repository", "repository-has-commits"})


def _cautions_of_git(target: Path) -> Mapping[str, str]:
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


def _reason(said: str) -> str:
    """Say in one line what went wrong: what is labelled so, else what was said last."""
    told = _TOLD.findall(said) or said.splitlines()[-1:]
    return ": ".join(told) or "it said nothing"


def _resume(target: Path, jobs: Sequence[Job]) -> str:
    commands = [shell(*command) for job in jobs if job.wanted for command in job.by_hand]
    return " && ".join([*_enter(target), *commands])


def _enter(target: Path) -> list[str]:
    return [] if target == HERE else [shell("cd", target)]


def _next_steps(plan: Plan, followed: Followed) -> list[str]:
    get_uv = [] if uv_is_on_path() else [how_to_get_uv()]
    installed = any(step.id == "install" and step.status is Status.DONE for step in followed.steps)
    return [
        *_enter(plan.target),
        *get_uv,
        *([] if installed else ["uv sync"]),
        "uv run just dev",
        "uv run just test",
    ]
