"""Run the steps of `new`, collect their results, and list the commands left for the user."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pystack_init.commands.step_list import Step, steps_of
from pystack_init.errors import StepFailed
from pystack_init.planning.plan import Plan
from pystack_init.planning.run_options import RunOptions
from pystack_init.questions.stacks import STACK_BY_ID
from pystack_init.results import ResultWarning
from pystack_init.results.progress import Progress
from pystack_init.results.project import NextStep, StepResult, StepStatus
from pystack_init.system.programs import shell
from pystack_init.system.signals import finished, report
from pystack_init.system.uv import how_to_get_uv, uv_is_on_path

HERE = Path()
ADDRESS = "http://127.0.0.1:8000"
# uv's labels of an error and its causes; the hints after them do not explain the failure.
_REASON = re.compile(r"^\s*(?:error|cause|Caused by): (.+)$", re.MULTILINE)


@dataclass(slots=True)
class StepResults:
    """The results of the steps, collected as they run."""

    steps: list[StepResult] = field(default_factory=list)
    warnings: list[ResultWarning] = field(default_factory=list)
    next_steps: list[NextStep] = field(default_factory=list)
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

    def run(self, step: Step, left: list[Step], progress: Progress) -> bool:
        """Run one step, and return whether the later steps can run; if it fails, `left` remains to do."""
        if not step.wanted:
            self.steps.append(StepResult(step.id, StepStatus.SKIPPED))
            return True
        progress.begin(step.status)
        started = time.perf_counter()
        output: list[str] = []

        def on_output(text: str) -> None:
            output.append(text)
            activity = step.read("".join(output))
            progress.update(activity.name, activity.count)

        completed = step.work(on_output)
        seconds = time.perf_counter() - started
        done = step.read("".join(output)).done
        if completed.ok:
            self.steps.append(StepResult(step.id, StepStatus.DONE, seconds, summary=done))
            return True
        progress.fail(completed.output)
        self.failures[step.id] = _reason(completed.output)
        self.left += left
        self.steps.append(StepResult(step.id, StepStatus.FAILED, seconds, _resume(self.target, left)))
        return not step.required


def run_steps(
    plan: Plan, steps: Sequence[Step], warnings: Sequence[ResultWarning], progress: Progress
) -> StepResults:
    """Run the steps in order."""
    results = StepResults(target=plan.target)
    while steps:
        report_kept(plan, steps)
        step, *steps = steps
        if not results.run(step, [step, *steps] if step.required else [step], progress):
            results.steps += [StepResult(one.id, StepStatus.SKIPPED) for one in steps]
            warnings = [one for one in warnings if one.code != "git-identity"]  # there is no commit to amend
            break
    finished()
    results.warnings += warnings
    results.next_steps = _next_steps(plan, results)
    return results


def report_kept(plan: Plan, steps: Sequence[Step]) -> None:
    """From here on, a signal leaves the project in place, and prints the commands of the remaining steps."""
    left = [step for step in steps if step.wanted]
    if not left:
        finished()
        return
    message = f"Cancelled during `{left[0].id}`; the files of the project in `{plan.target}` are complete"
    report(f"To resume:\n  {_resume(plan.target, left)}", message)


def planned_steps(plan: Plan, options: RunOptions) -> StepResults:
    """List the steps without running them; the warnings are about a commit, and none is made."""
    steps, _ = steps_of(plan, options)
    planned = [
        StepResult(step.id, StepStatus.PLANNED if step.wanted else StepStatus.SKIPPED) for step in steps
    ]
    return StepResults(planned)


def _reason(output: str) -> str:
    """Return the cause in one line: the labelled reasons, else the last line without pytest's frame."""
    reasons = _REASON.findall(output) or [line.strip("= ") for line in output.splitlines()[-1:]]
    return ": ".join(reasons) or "no output"


def _resume(target: Path, steps: Sequence[Step]) -> str:
    commands = [shell(*command) for step in steps if step.wanted for command in step.by_hand]
    return " && ".join([*_enter(target), *commands])


def _enter(target: Path) -> list[str]:
    return [] if target == HERE else [shell("cd", target)]


def _next_steps(plan: Plan, results: StepResults) -> list[NextStep]:
    get_uv = [] if uv_is_on_path() else [how_to_get_uv()]
    installed = any(step.id == "install" and step.status is StepStatus.DONE for step in results.steps)
    answers = plan.answers
    has_admin = STACK_BY_ID[answers["stack"].text].has_django or answers["admin_panel"].value is True
    return [
        *map(NextStep, [*_enter(plan.target), *get_uv, *([] if installed else ["uv sync"])]),
        NextStep("uv run just dev", f"{ADDRESS}/api/docs"),
        *([NextStep("uv run just create-admin you@example.com", f"{ADDRESS}/admin/")] if has_admin else []),
        NextStep("uv run just test"),
    ]
