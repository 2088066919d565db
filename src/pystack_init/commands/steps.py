"""Run the steps of `new`, collect their results, and list the commands left for the user."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pystack_init.commands.step_list import Step, steps_of
from pystack_init.errors import StepFailed
from pystack_init.planning.plan import Plan, RunOptions
from pystack_init.results import ResultWarning
from pystack_init.results.project import StepResult, StepStatus
from pystack_init.system.programs import shell
from pystack_init.system.uv import how_to_get_uv, uv_is_on_path

ProgressCallback = Callable[[str], None]
HERE = Path()
# uv's labels of an error and its causes; the hints after them do not explain the failure.
_REASON = re.compile(r"^\s*(?:error|cause|Caused by): (.+)$", re.MULTILINE)


@dataclass(slots=True)
class StepResults:
    """The results of the steps, collected as they run."""

    steps: list[StepResult] = field(default_factory=list)
    warnings: list[ResultWarning] = field(default_factory=list)
    next_steps: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    target: Path = HERE
    left: list[Step] = field(default_factory=list)

    @property
    def error(self) -> StepFailed | None:
        """The failed steps, with the commands that resume them."""
        if not self.failures:
            return None
        # One command, because a second `cd` would fail; a commit does not wait for checks that fail again.
        left = sorted(self.left, key=lambda step: step.id == "verify")
        return StepFailed(self.failures, f"To resume:\n  {_resume(self.target, left)}")

    def run(self, step: Step, left: list[Step], on_progress: ProgressCallback) -> bool:
        """Run one step, and return whether the later steps can run; if it fails, `left` remains to do."""
        if not step.wanted:
            self.steps.append(StepResult(step.id, StepStatus.SKIPPED))
            return True
        on_progress(step.status)
        started = time.perf_counter()
        completed = step.work()
        seconds = time.perf_counter() - started
        if completed.ok:
            self.steps.append(StepResult(step.id, StepStatus.DONE, seconds))
            return True
        on_progress(completed.output)
        self.failures[step.id] = _reason(completed.output)
        self.left += left
        self.steps.append(StepResult(step.id, StepStatus.FAILED, seconds, _resume(self.target, left)))
        return not step.required


def run_steps(plan: Plan, options: RunOptions, *, on_progress: ProgressCallback) -> StepResults:
    """Run the steps in order."""
    results = StepResults(target=plan.target)
    steps, warnings = steps_of(plan, options)
    while steps:
        step, *steps = steps
        if not results.run(step, [step, *steps] if step.required else [step], on_progress):
            results.steps += [StepResult(one.id, StepStatus.SKIPPED) for one in steps]
            warnings = [one for one in warnings if one.code != "git-identity"]  # there is no commit to amend
            break
    results.warnings += warnings
    results.next_steps = _next_steps(plan, results)
    return results


def planned_steps(plan: Plan, options: RunOptions) -> StepResults:
    """List the steps without running them; the warnings are about a commit, and none is made."""
    steps, _ = steps_of(plan, options)
    planned = [
        StepResult(step.id, StepStatus.PLANNED if step.wanted else StepStatus.SKIPPED) for step in steps
    ]
    return StepResults(planned)


def _reason(output: str) -> str:
    """Return the cause in one line: the labelled reasons, else the last line."""
    reasons = _REASON.findall(output) or output.splitlines()[-1:]
    return ": ".join(reasons) or "no output"


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
