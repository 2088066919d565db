"""What `new` was asked for, made into a plan: answers gathered, the missing ones asked or defaulted."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pystack_init.commands.new import new
from pystack_init.commands.recommend import recommend
from pystack_init.commands.steps import Switches
from pystack_init.errors import DestinationUnusable, ImpossibleRequest
from pystack_init.planning.answers_file import read_answers
from pystack_init.planning.command_line import command_line
from pystack_init.planning.plan import Plan, fill, locate, missing, project_path, refuse_missing
from pystack_init.planning.sources import gather
from pystack_init.questions.answers import Answer, Value
from pystack_init.questions.names import slug_of
from pystack_init.questions.selection import EVERY_QUESTION
from pystack_init.recommendation.choice import refuse_open, still_open
from pystack_init.results import Outcome
from pystack_init.results.project import CommandLine
from pystack_init.system.git import git_author
from pystack_init.system.staging import check_target
from pystack_init.terminal.console import is_interactive, say
from pystack_init.terminal.theme import be_plain


def new_from(given: Mapping[str, Any]) -> Outcome:
    """Make the plan, then the project."""
    if given["plain"]:
        be_plain()
    switches = Switches(
        install=given["install"], git=given["git"], verify=given["verify"], dry_run=given["dry_run"]
    )
    if switches.verify and not switches.install:
        raise ImpossibleRequest(
            "`--verify` needs the dependencies, but `--no-install` was given", "Drop one of the two"
        )
    plan = _plan(given, switches)
    if given["print_command"]:
        return CommandLine(reproduce=command_line(plan.target, plan.answers, *switches.spelled))
    silent = given["quiet"] or given["as_json"]
    return new(plan, switches, tell=_nothing if silent else say)


def recommend_from(given: Mapping[str, Any]) -> Outcome:
    """Gather the answers that choose a stack, then let them decide."""
    if given["plain"]:
        be_plain()
    answers = gather(flags=_answered(given), pairs=(), file={}, environ=os.environ)
    left = still_open(answers, ask=False)
    if left and not given["defaults"] and not _may_ask(given):
        raise refuse_open(left)
    if left and not given["defaults"]:
        from pystack_init.terminal.prompts.opening import asking  # noqa: PLC0415 - only when somebody is asked
        from pystack_init.terminal.prompts.session import Conversation  # noqa: PLC0415
        from pystack_init.terminal.prompts.wizard import Wizard  # noqa: PLC0415

        plain = ("--plain",) if given["plain"] else ()
        with asking() as prompts:
            talk = Conversation(answers, prompts, git_author, ("pystack-init", "recommend"), plain)
            answers = Wizard(talk).choose_a_stack()
    return recommend(answers)


def _plan(given: Mapping[str, Any], switches: Switches) -> Plan:
    _check_here()
    path, file = given["path"], given["answers_file"]
    answers = gather(
        flags=_answered(given),
        pairs=given["pairs"] or (),
        file=read_answers(file) if file is not None else {},
        environ=os.environ,
    )
    target = locate(path, answers)
    if missing(answers) and not given["defaults"]:
        if not _may_ask(given):
            raise refuse_missing(path, answers, git_author)
        if target is not None:
            check_target(target)  # nobody wants to answer first and be refused then
        answers = _ask(answers, given, switches)
    fill(answers, git_author)
    return _planned(path, answers)


def _planned(path: str | None, answers: Mapping[str, Answer]) -> Plan:
    kept = {key: answers[key] for key in EVERY_QUESTION if key in answers}
    return Plan(project_path(path, answers), slug_of(str(answers["name"].value)), kept)


def _ask(answers: dict[str, Answer], given: Mapping[str, Any], switches: Switches) -> dict[str, Answer]:
    """Talk to the person; meanwhile the slowest import runs behind the first question."""
    from functools import cache  # noqa: PLC0415 - all of these only when somebody is asked
    from threading import Thread  # noqa: PLC0415

    from pystack_init.render import warm_up  # noqa: PLC0415
    from pystack_init.terminal.prompts.opening import asking  # noqa: PLC0415
    from pystack_init.terminal.prompts.review import Review  # noqa: PLC0415
    from pystack_init.terminal.prompts.session import Conversation  # noqa: PLC0415
    from pystack_init.terminal.prompts.wizard import Wizard  # noqa: PLC0415
    from pystack_init.terminal.views.created import previewed  # noqa: PLC0415

    path = given["path"]

    def preview(full: dict[str, Answer]) -> str:
        plan = _planned(path, full)
        return previewed(new(plan, replace(switches, dry_run=True), tell=_nothing))

    with asking() as prompts:
        Thread(target=warm_up, daemon=True).start()
        # With these, pasting it does no more and says no more than the command that was left would have.
        also = ("dry_run", "print_command", "plain", "quiet", "git")
        flags = (f"--{key.replace('_', '-')}" for key in also if given[key])
        kept = (*switches.spelled, *flags)
        talk = Conversation(answers, prompts, cache(git_author), ("pystack-init", "new"), kept, path)
        return Wizard(talk, Review(talk, preview).page).make_a_project()


def _answered(given: Mapping[str, Any]) -> dict[str, Value]:
    """Pick the flags that answer a question."""
    return {key: given[key] for key in EVERY_QUESTION if given.get(key) is not None}


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
