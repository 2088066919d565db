"""Run the commands that change a project: `update`, `add`, `remove`, `set`, `switch`."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pystack_init.cli.status import checked
from pystack_init.cli.update import run_update
from pystack_init.commands import lifecycle
from pystack_init.commands.change import ChangeOptions, abort, resume
from pystack_init.commands.switch import switch
from pystack_init.errors import ImpossibleRequest
from pystack_init.lifecycle.project import project_in
from pystack_init.results import Result
from pystack_init.results.change import Changed
from pystack_init.terminal.progress import open_progress

Parameters = Mapping[str, Any]


def run_lifecycle(command: str, parameters: Parameters) -> Result:
    """Run one of the commands in the current folder."""
    here = Path.cwd()
    if parameters["abort"] or parameters["resume"]:
        project = project_in(here).path
        return abort(project) if parameters["abort"] else resume(project)
    changed = _change(command, here, parameters)
    return checked(changed, has_work=bool(changed.changes), wanted=parameters.get("check", False))


def _change(command: str, here: Path, parameters: Parameters) -> Changed:
    words = parameters.get("feature") or parameters.get("answer") or parameters.get("stack") or ()
    if not words and command != "update":
        raise ImpossibleRequest(f"`{command}` needs an argument", f"Run `pystack-init {command} --help`")
    given = " ".join([words] if isinstance(words, str) else words)
    options = ChangeOptions(
        command=f"pystack-init {command} {given}".strip(),
        install=parameters["install"],
        dry_run=parameters["dry_run"] or parameters.get("check", False),
        diff=parameters["show_diff"],
        restored=tuple(parameters.get("restored") or ()),
    )
    if command == "update":
        return run_update(here, parameters, options)
    run: Callable[..., Changed] = {
        "add": lifecycle.add,
        "remove": lifecycle.remove,
        "set": lifecycle.set_answers,
        "switch": switch,
    }[command]
    with open_progress(silent=parameters["quiet"] or parameters["as_json"]) as progress:
        return run(here, words, options, progress)
