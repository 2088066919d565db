"""What `new` was asked for, made into a plan: answers gathered, the missing ones asked or defaulted."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pystack_init.commands.new import new
from pystack_init.commands.recommend import recommend
from pystack_init.commands.steps import RunOptions
from pystack_init.errors import DestinationUnusable, ImpossibleRequest
from pystack_init.planning.answers_file import read_answers
from pystack_init.planning.command_line import command_line
from pystack_init.planning.plan import Plan, fill, locate, missing, missing_answers, project_path
from pystack_init.planning.sources import gather
from pystack_init.questions.answers import Answer, Value
from pystack_init.questions.names import slug_of
from pystack_init.questions.selection import EVERY_QUESTION
from pystack_init.recommendation.choice import missing_selection_answers, unanswered
from pystack_init.results import Result
from pystack_init.results.project import CommandLine
from pystack_init.system.git import git_author
from pystack_init.system.staging import check_target
from pystack_init.terminal.console import is_interactive, print_status
from pystack_init.terminal.theme import be_plain


def new_from(parameters: Mapping[str, Any]) -> Result:
    """Make the plan, then the project."""
    if parameters["plain"]:
        be_plain()
    options = RunOptions(
        install=parameters["install"],
        git=parameters["git"],
        verify=parameters["verify"],
        dry_run=parameters["dry_run"],
    )
    if options.verify and not options.install:
        raise ImpossibleRequest(
            "`--verify` needs the dependencies, but `--no-install` was given", "Drop one of the two"
        )
    plan = _plan(parameters, options)
    if parameters["print_command"]:
        return CommandLine(reproduce=command_line(plan.target, plan.answers, *options.flags))
    silent = parameters["quiet"] or parameters["as_json"]
    return new(plan, options, on_progress=_nothing if silent else print_status)


def recommend_from(parameters: Mapping[str, Any]) -> Result:
    """Gather the answers that choose a stack, then let them decide."""
    if parameters["plain"]:
        be_plain()
    answers = gather(flags=_answers_from_flags(parameters), pairs=(), file={}, environ=os.environ)
    left = unanswered(answers, ask=False)
    if left and not parameters["defaults"] and not _may_ask(parameters):
        raise missing_selection_answers(left)
    if left and not parameters["defaults"]:
        from pystack_init.terminal.prompts.opening import open_prompts  # noqa: PLC0415 - only when somebody is asked
        from pystack_init.terminal.prompts.session import Session  # noqa: PLC0415
        from pystack_init.terminal.prompts.wizard import Wizard  # noqa: PLC0415

        plain = ("--plain",) if parameters["plain"] else ()
        with open_prompts() as prompts:
            session = Session(answers, prompts, git_author, ("pystack-init", "recommend"), plain)
            answers = Wizard(session).choose_a_stack()
    return recommend(answers)


def _plan(parameters: Mapping[str, Any], options: RunOptions) -> Plan:
    _check_here()
    path, file = parameters["path"], parameters["answers_file"]
    answers = gather(
        flags=_answers_from_flags(parameters),
        pairs=parameters["pairs"] or (),
        file=read_answers(file) if file is not None else {},
        environ=os.environ,
    )
    target = locate(path, answers)
    if missing(answers) and not parameters["defaults"]:
        if not _may_ask(parameters):
            raise missing_answers(path, answers, git_author)
        if target is not None:
            check_target(target)  # nobody wants to answer first and be refused then
        answers = _ask(answers, parameters, options)
    fill(answers, git_author)
    return _planned(path, answers)


def _planned(path: str | None, answers: Mapping[str, Answer]) -> Plan:
    kept = {key: answers[key] for key in EVERY_QUESTION if key in answers}
    return Plan(project_path(path, answers), slug_of(str(answers["name"].value)), kept)


def _ask(answers: dict[str, Answer], parameters: Mapping[str, Any], options: RunOptions) -> dict[str, Answer]:
    """Talk to the person; meanwhile the slowest import runs behind the first question."""
    from functools import cache  # noqa: PLC0415 - all of these only when somebody is asked
    from threading import Thread  # noqa: PLC0415

    from pystack_init.rendering.render import warm_up  # noqa: PLC0415
    from pystack_init.terminal.prompts.opening import open_prompts  # noqa: PLC0415
    from pystack_init.terminal.prompts.review import Review  # noqa: PLC0415
    from pystack_init.terminal.prompts.session import Session  # noqa: PLC0415
    from pystack_init.terminal.prompts.wizard import Wizard  # noqa: PLC0415
    from pystack_init.terminal.views.created import preview_text  # noqa: PLC0415

    path = parameters["path"]

    def preview(full: dict[str, Answer]) -> str:
        plan = _planned(path, full)
        return preview_text(new(plan, replace(options, dry_run=True), on_progress=_nothing))

    with open_prompts() as prompts:
        Thread(target=warm_up, daemon=True).start()
        # With these, pasting it does no more and says no more than the command that was left would have.
        also = ("dry_run", "print_command", "plain", "quiet", "git")
        flags = (f"--{key.replace('_', '-')}" for key in also if parameters[key])
        kept = (*options.flags, *flags)
        session = Session(answers, prompts, cache(git_author), ("pystack-init", "new"), kept, path)
        return Wizard(session, Review(session, preview).step).make_a_project()


def _answers_from_flags(parameters: Mapping[str, Any]) -> dict[str, Value]:
    """Pick the flags that answer a question."""
    return {key: parameters[key] for key in EVERY_QUESTION if parameters.get(key) is not None}


def _may_ask(parameters: Mapping[str, Any]) -> bool:
    return not parameters["no_input"] and not parameters["as_json"] and is_interactive()


def _check_here() -> None:
    try:
        Path.cwd()
    except FileNotFoundError:
        message = "The current folder does not exist any more"
        raise DestinationUnusable(message, "Go to one that does, with `cd`") from None


def _nothing(_: str) -> None:
    """Say nothing."""
