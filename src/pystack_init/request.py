"""What `new` was asked for, made into a plan: answers gathered, the missing ones asked or defaulted."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pystack_init.advice.choice import refuse_open, still_open
from pystack_init.answers import read_answers
from pystack_init.commands.new import new
from pystack_init.commands.recommend import recommend
from pystack_init.commands.steps import Switches
from pystack_init.errors import DestinationUnusable, ImpossibleRequest
from pystack_init.names import slug_of
from pystack_init.outcome import CommandLine, Outcome
from pystack_init.plan import Plan, command_line, fill, gather, locate, missing, refuse_missing
from pystack_init.selection import EVERY_QUESTION
from pystack_init.terminal.console import is_interactive, say
from pystack_init.toolchain import git_author


def new_from(path: str | None, given: Mapping[str, Any]) -> Outcome:
    """Make the plan, then the project."""
    switches = Switches(
        install=given["install"], git=given["git"], verify=given["verify"], dry_run=given["dry_run"]
    )
    if switches.verify and not switches.install:
        raise ImpossibleRequest(
            "`--verify` needs the dependencies, but `--no-install` was given", "Drop one of the two"
        )
    plan = _plan(path, given)
    if given["print_command"]:
        return CommandLine(reproduce=command_line(plan.target, plan.answers, *switches.spelled))
    silent = given["quiet"] or given["as_json"]
    return new(plan, switches, tell=_nothing if silent else say)


def recommend_from(given: Mapping[str, Any]) -> Outcome:
    """Gather the answers that choose a stack, then let them decide."""
    flags = {key: given[key] for key in given if key in EVERY_QUESTION and given[key] is not None}
    answers = gather(flags=flags, pairs=(), file={}, environ=os.environ)
    left = still_open(answers, ask=False)
    if left and not given["defaults"] and not _may_ask(given):
        raise refuse_open(left)
    return recommend(answers)


def _plan(path: str | None, given: Mapping[str, Any]) -> Plan:
    _check_here()
    file = given["answers_file"]
    answers = gather(
        flags={key: given[key] for key in EVERY_QUESTION if given[key] is not None},
        pairs=given["pairs"] or (),
        file=read_answers(file) if file is not None else {},
        environ=os.environ,
    )
    target = locate(path, answers)
    if missing(answers) and not given["defaults"]:
        if not _may_ask(given):
            raise refuse_missing(path, answers, git_author)
        from pystack_init.terminal.wizard import ask  # noqa: PLC0415 - only when somebody is asked

        answers |= ask(missing(answers), git_author)
    fill(answers, git_author)
    name = str(answers["name"].value)
    return Plan(
        target or Path(slug_of(name)),
        slug_of(name),
        {key: answers[key] for key in EVERY_QUESTION if key in answers},
    )


def _may_ask(given: Mapping[str, Any]) -> bool:
    return not given["no_input"] and not given["as_json"] and is_interactive()


def _check_here() -> None:
    try:
        Path.cwd()
    except FileNotFoundError:
        message = "The current folder does not exist any more"
        raise DestinationUnusable(message, "Go to one that does, with `cd`") from None


def _nothing(_: str) -> None:
    """Say nothing."""
