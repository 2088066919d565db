"""Run `new` and `recommend`: collect the answers, ask for the missing ones, make the plan."""

import os
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from pystack_init.commands.new import new
from pystack_init.commands.recommend import recommend
from pystack_init.errors import DestinationUnusable, ImpossibleRequest
from pystack_init.planning.answers_file import read_answers
from pystack_init.planning.command_line import new_command, option_flags, to_flag
from pystack_init.planning.missing import missing_answers
from pystack_init.planning.plan import Plan, RunOptions, locate, make_plan, missing
from pystack_init.planning.sources import gather
from pystack_init.planning.validation import shown
from pystack_init.questions.answers import Answers, Value
from pystack_init.questions.selection import EVERY_QUESTION
from pystack_init.recommendation.choice import missing_selection_answers, unanswered
from pystack_init.results import Result
from pystack_init.results.progress import NO_PROGRESS
from pystack_init.results.project import CommandLine
from pystack_init.system.git import git_author
from pystack_init.system.staging import check_target
from pystack_init.terminal.console import hidden_keys, is_interactive
from pystack_init.terminal.progress import open_progress
from pystack_init.terminal.theme import use_plain_text

Parameters = Mapping[str, Any]


def run_new(parameters: Parameters) -> Result:
    """Run `new`."""
    if parameters["plain"]:
        use_plain_text()
    options = RunOptions(**{key: parameters[key] for key in ("install", "git", "verify", "dry_run", "tree")})
    if options.verify and not options.install:
        raise ImpossibleRequest(
            "`--verify` needs the dependencies, but `--no-install` was given",
            "Drop `--verify` or `--no-install`",
        )
    plan = _plan(parameters, options)
    if parameters["print_command"]:
        return CommandLine(reproduce=new_command(plan.target, plan.answers, options))
    silent = parameters["quiet"] or parameters["as_json"]
    with hidden_keys(), nullcontext(NO_PROGRESS) if silent else open_progress() as progress:
        return new(plan, options, progress)


def run_recommend(parameters: Parameters) -> Result:
    """Run `recommend`."""
    if parameters["plain"]:
        use_plain_text()
    answers = gather(flags=_given_flags(parameters), environ=os.environ)
    left = unanswered(answers, ask=False)
    if left and not parameters["defaults"]:
        if not _may_ask(parameters):
            raise missing_selection_answers(left)
        answers = _ask_for_stack(answers, parameters)
    return recommend(answers)


def _plan(parameters: Parameters, options: RunOptions) -> Plan:
    _check_current_folder()
    path, file = parameters["path"], parameters["answers_file"]
    answers = gather(
        flags=_given_flags(parameters),
        pairs=[_split(pair) for pair in parameters["pairs"] or ()],
        file=read_answers(file) if file is not None else {},
        environ=os.environ,
    )
    target, answers = locate(path, answers)
    if missing(answers) and not parameters["defaults"]:
        if not _may_ask(parameters):
            raise missing_answers(path, answers, git_author)
        if target is not None:
            check_target(target)  # before the first question, not after the last one
        answers = _ask_for_project(answers, parameters, options)
    return make_plan(path, answers, git_author)


def _ask_for_stack(answers: Answers, parameters: Parameters) -> Answers:
    """Ask the questions that choose a stack."""
    from pystack_init.terminal.prompts.opening import open_prompts  # noqa: PLC0415 - only to ask
    from pystack_init.terminal.prompts.session import Session  # noqa: PLC0415
    from pystack_init.terminal.prompts.wizard import Wizard  # noqa: PLC0415

    plain = ("--plain",) if parameters["plain"] else ()
    with open_prompts() as prompts:
        session = Session(answers, prompts, git_author, ("pystack-init", "recommend"), plain)
        return Wizard(session).choose_a_stack()


def _ask_for_project(answers: Answers, parameters: Parameters, options: RunOptions) -> Answers:
    """Ask for every missing answer; the slowest import runs in the background meanwhile."""
    from functools import cache  # noqa: PLC0415 - all of these only to ask
    from threading import Thread  # noqa: PLC0415

    from pystack_init.rendering.render import warm_up  # noqa: PLC0415
    from pystack_init.terminal.prompts.opening import open_prompts  # noqa: PLC0415
    from pystack_init.terminal.prompts.review import Review  # noqa: PLC0415
    from pystack_init.terminal.prompts.session import Session  # noqa: PLC0415
    from pystack_init.terminal.prompts.wizard import Wizard  # noqa: PLC0415
    from pystack_init.terminal.views.created import preview_text  # noqa: PLC0415

    path = parameters["path"]

    def preview(full: Answers) -> str:
        plan = make_plan(path, full, git_author)
        return preview_text(new(plan, replace(options, dry_run=True)))

    with open_prompts() as prompts:
        Thread(target=warm_up, daemon=True).start()
        # The command that resumes keeps these, so that it does and prints the same as the cancelled one.
        kept = [
            key for key in ("dry_run", "tree", "print_command", "plain", "quiet", "git") if parameters[key]
        ]
        flags = (*option_flags(options), *map(to_flag, kept))
        session = Session(answers, prompts, cache(git_author), ("pystack-init", "new"), flags, path)
        return Wizard(session, Review(session, preview).step).make_a_project()


def _given_flags(parameters: Parameters) -> dict[str, Value]:
    """Return the flags that answer a question."""
    return {key: parameters[key] for key in EVERY_QUESTION if parameters.get(key) is not None}


def _split(pair: str) -> tuple[str, str]:
    key, equals, value = pair.partition("=")
    if not equals:
        raise ImpossibleRequest(f"`--set {shown(pair)}` has no value", "Write `--set question=answer`")
    return key, value


def _may_ask(parameters: Parameters) -> bool:
    return not parameters["no_input"] and not parameters["as_json"] and is_interactive()


def _check_current_folder() -> None:
    try:
        Path.cwd()
    except FileNotFoundError:
        message = "The current folder no longer exists"
        raise DestinationUnusable(message, "Change to an existing folder with `cd`") from None
