"""Run `status` and `diff`, and answer `--check`."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pystack_init.commands.status import diff, status
from pystack_init.lifecycle.problems import SomethingToDo
from pystack_init.results import Result

Checkable = TypeVar("Checkable", bound=Result)


def run_status(parameters: Mapping[str, Any]) -> Result:
    """Run `status` in the current folder."""
    found = status(Path.cwd())
    return checked(found, has_work=found.update_available is not None, wanted=parameters["check"])


def run_diff(_: Mapping[str, Any]) -> Result:
    """Run `diff` in the current folder."""
    return diff(Path.cwd())


def checked(result: Checkable, *, has_work: bool, wanted: bool) -> Checkable:
    """Add the error of `--check`: there is something to do."""
    if not wanted or not has_work:
        return result
    return replace(result, error=SomethingToDo("There is an update", "Run `pystack-init update`"))
