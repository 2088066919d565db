"""Run `new` and `recommend`: collect the answers, ask for the missing ones, make the plan."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pystack_init.commands.new import new, warnings_about, workspace_to_leave
from pystack_init.commands.recommend import recommend
from pystack_init.errors import DestinationUnusable, ImpossibleRequest, PystackError
from pystack_init.lifecycle.project import ANSWERS_FILE, recorded_answers
from pystack_init.planning.answers_file import read_answers
from pystack_init.planning.command_line import new_command, option_flags, to_flag
from pystack_init.planning.missing import missing_answers
from pystack_init.planning.plan import Plan, locate, make_plan, missing
from pystack_init.planning.presets import Config, config_path, read_config
from pystack_init.planning.run_options import RunOptions
from pystack_init.planning.sources import Saved, gather, unknown_variables
from pystack_init.planning.validation import shown
from pystack_init.questions.answers import Answers, Value
from pystack_init.questions.names import FALLBACK
from pystack_init.questions.selection import EVERY_QUESTION
from pystack_init.recommendation.choice import missing_selection_answers, unanswered
from pystack_init.results import Result, ResultWarning
from pystack_init.results.project import CommandLine
from pystack_init.system.git import GitMissing, git_author, has_git
from pystack_init.terminal.console import is_interactive
from pystack_init.terminal.progress import open_progress
from pystack_init.terminal.theme import use_plain_text

Parameters = Mapping[str, Any]


def _warn_of_variables(run: Callable[[Parameters], Result]) -> Callable[[Parameters], Result]:
    """Add a warning for each unknown variable, also to an error, which may be its consequence."""

    def warned(parameters: Parameters) -> Result:
        warnings = [ResultWarning("unknown-variable", text) for text in unknown_variables(os.environ)]
        try:
            result = run(parameters)
        except PystackError as error:
            error.warnings = warnings
            raise
        return replace(result, warnings=[*warnings, *result.warnings])

    return warned


@_warn_of_variables
def run_new(parameters: Parameters) -> Result:
    """Run `new`."""
    if parameters["plain"]:
        use_plain_text()
    options = RunOptions(
        **{key: parameters[key] for key in ("install", "git", "verify", "dry_run", "workspace", "tree")}
    )
    if options.verify and not options.install:
        raise ImpossibleRequest(
            "`--verify` needs the dependencies, but `--no-install` was given",
            "Drop `--verify` or `--no-install`",
        )
    if options.git and not has_git():
        raise GitMissing("`--git` was given, but git is not installed", "Install git, or drop `--git`")
    plan, options = _plan(parameters, options)
    if options.workspace:
        _check_member(plan, options)
    if parameters["print_command"]:
        command = new_command(plan.target, plan.answers, options)
        return CommandLine(reproduce=command, warnings=warnings_about(plan))
    silent = parameters["quiet"] or parameters["as_json"]
    with open_progress(silent=silent) as progress:
        return new(plan, options, progress)


@_warn_of_variables
def run_recommend(parameters: Parameters) -> Result:
    """Run `recommend`."""
    if parameters["plain"]:
        use_plain_text()
    saved = Saved(defaults=_config(parameters).defaults)
    answers = gather(flags=_given_flags(parameters), environ=os.environ, saved=saved)
    left = unanswered(answers, ask=False)
    if left and not parameters["defaults"]:
        if not _may_ask(parameters):
            raise missing_selection_answers(left)
        answers = _ask_for_stack(answers, parameters)
    return recommend(answers)


def _plan(parameters: Parameters, options: RunOptions) -> tuple[Plan, RunOptions]:
    _check_current_folder()
    path, file = parameters["path"], parameters["answers_file"]
    answers = gather(
        flags=_given_flags(parameters),
        pairs=[_split(pair) for pair in parameters["pairs"] or ()],
        file=read_answers(file) if file is not None else {},
        environ=os.environ,
        saved=_saved(parameters),
    )
    _, answers = locate(path, answers)
    if missing(answers) and not parameters["defaults"]:
        if not _may_ask(parameters):
            raise missing_answers(path, answers, git_author)
        path, answers, options = _ask_for_project(answers, parameters, options)
    return make_plan(path, answers, git_author), options


def _config(parameters: Parameters) -> Config:
    """Read the user's configuration."""
    path = config_path(os.environ)
    return Config(path) if parameters["no_config"] else read_config(path)


def _saved(parameters: Parameters) -> Saved:
    """Return the answers that were saved before: the user's defaults, a preset, another project."""
    config, preset, folder = _config(parameters), parameters["preset"], parameters["from_project"]
    if preset is not None and parameters["no_config"]:
        message = "`--preset` needs the configuration, but `--no-config` was given"
        raise ImpossibleRequest(message, "Drop `--preset` or `--no-config`")
    return Saved(
        defaults=config.defaults,
        preset=config.preset(preset) if preset is not None else {},
        project=recorded_answers(Path(folder)) if folder is not None else {},
        project_file=f"`{Path(folder) / ANSWERS_FILE}`" if folder is not None else "",
    )


def _ask_for_stack(answers: Answers, parameters: Parameters) -> Answers:
    """Ask the questions that choose a stack."""
    from pystack_init.terminal.prompts.opening import open_prompts  # noqa: PLC0415 - only to ask
    from pystack_init.terminal.prompts.session import Session  # noqa: PLC0415
    from pystack_init.terminal.prompts.wizard import Wizard  # noqa: PLC0415

    kept = tuple(to_flag(key) for key in ("plain", "no_config") if parameters[key])
    with open_prompts() as prompts:
        session = Session(answers, prompts, git_author, ("pystack-init", "recommend"), kept)
        return Wizard(session).choose_a_stack()


def _ask_for_project(
    answers: Answers, parameters: Parameters, options: RunOptions
) -> tuple[str | None, Answers, RunOptions]:
    """Ask for a free folder and every missing answer; the slowest import runs in the background meanwhile."""
    from functools import cache  # noqa: PLC0415 - all of these only to ask
    from threading import Thread  # noqa: PLC0415

    from pystack_init.rendering.render import warm_up  # noqa: PLC0415
    from pystack_init.terminal.prompts.opening import open_prompts  # noqa: PLC0415
    from pystack_init.terminal.prompts.review import Review  # noqa: PLC0415
    from pystack_init.terminal.prompts.session import Session  # noqa: PLC0415
    from pystack_init.terminal.prompts.taken import free_target  # noqa: PLC0415
    from pystack_init.terminal.prompts.wizard import Wizard  # noqa: PLC0415
    from pystack_init.terminal.prompts.workspace import choose_workspace  # noqa: PLC0415
    from pystack_init.terminal.views.created import preview_text  # noqa: PLC0415

    def preview(full: Answers) -> str:
        plan = make_plan(path, full, git_author)
        return preview_text(new(plan, replace(options, dry_run=True)))

    with open_prompts() as prompts:
        path, answers = free_target(prompts, parameters["path"], answers)
        # Before the other questions, not after the last one.
        target = locate(path, answers)[0] or Path(FALLBACK)
        if options.workspace is None:
            joins, answers = choose_workspace(prompts, target, answers)
            options = replace(options, workspace=joins)
        workspace_to_leave(target, options.workspace)
        Thread(target=warm_up, daemon=True).start()
        # The command that resumes keeps these, so that it does and prints the same as the cancelled one.
        kept = [
            key
            for key in ("dry_run", "tree", "print_command", "plain", "quiet", "git", "no_config")
            if parameters[key]
        ]
        flags = (*option_flags(options), *map(to_flag, kept))
        session = Session(answers, prompts, cache(git_author), ("pystack-init", "new"), flags, path)
        return path, Wizard(session, Review(session, preview).step).make_a_project(), options


def _check_member(plan: Plan, options: RunOptions) -> None:
    """Refuse what needs a lock file or an environment of the project's own."""
    if options.verify:
        message = "`--verify` needs an environment of the project's own, but `--workspace` was given"
        raise ImpossibleRequest(message, "Drop `--verify`, or use `--no-workspace`")
    if plan.answers["docker"].value is True:
        message = "`--docker` needs a `uv.lock` of the project's own, but `--workspace` was given"
        raise ImpossibleRequest(message, "Use `--no-docker` or `--no-workspace`")


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
