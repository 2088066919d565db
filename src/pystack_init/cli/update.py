"""Run `update`: ask what is new, show the plan, write it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from pystack_init.commands.adopt import adopt
from pystack_init.commands.change import ChangeOptions, plan, write
from pystack_init.commands.update import Update, open_update
from pystack_init.errors import Cancelled
from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.results.change import Changed
from pystack_init.results.progress import Progress
from pystack_init.terminal.console import is_interactive
from pystack_init.terminal.progress import open_progress
from pystack_init.terminal.prompts.session import Session
from pystack_init.terminal.prompts.update import ask_new, confirm

Parameters = Mapping[str, Any]


def run_update(here: Path, parameters: Parameters, options: ChangeOptions) -> Changed:
    """Ask what is new in the release, show the plan, and write it if the user wants it."""
    if parameters["adopt"]:
        with _progress(parameters) as progress:
            return adopt(here, options, progress)
    with open_update(here, parameters["to"]) as found, ExitStack() as opened:
        asks = not parameters["defaults"] and not parameters["as_json"] and is_interactive()
        asks = asks and not options.dry_run and (bool(options.restored) or not found.request({}).is_same)
        session = _session(found, opened) if asks else None
        given = ask_new(session, found.new_questions) if session else {}
        with _progress(parameters) as progress:
            planned = plan(found.request(given), options, progress)
        if session and planned.changes:
            if not confirm(session, planned.preview):
                raise Cancelled
            planned = replace(planned, preview=replace(planned.preview, shown=True))
        with _progress(parameters) as progress:
            return write(planned, options, progress)


def _session(found: Update, opened: ExitStack) -> Session:
    from pystack_init.terminal.prompts.opening import open_prompts  # noqa: PLC0415 - only to ask

    recorded = {key: Answer(value, Source.FILE) for key, value in found.project.recorded.items()}
    return Session(Answers(recorded), opened.enter_context(open_prompts(tools=False)), lambda: None)


def _progress(parameters: Parameters) -> AbstractContextManager[Progress]:
    return open_progress(silent=parameters["quiet"] or parameters["as_json"])
