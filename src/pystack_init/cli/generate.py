"""Run `generate`: read its words into resources, or ask for them."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pystack_init.commands.generate import generate
from pystack_init.commands.generate_field import generate_field
from pystack_init.commands.generate_steps import GenerateOptions, resource_of
from pystack_init.commands.generate_undo import undo
from pystack_init.commands.lifecycle import same_release
from pystack_init.errors import ImpossibleRequest
from pystack_init.lifecycle.models import check_references
from pystack_init.lifecycle.project import Project, project_in
from pystack_init.resources.problems import InvalidResource
from pystack_init.resources.resource import Resource, read_resource
from pystack_init.results import Result
from pystack_init.suggestions import did_you_mean
from pystack_init.system import programs
from pystack_init.terminal.console import is_interactive
from pystack_init.terminal.progress import open_progress

Parameters = Mapping[str, Any]
ACTIONS = ("resource", "field")


def run_generate(parameters: Parameters) -> Result:
    """Run `generate` in the current folder."""
    project = project_in(Path.cwd())
    same_release(project)
    words = list(parameters["words"] or ())
    if not (words or parameters["from_file"] or parameters["undo"]) and _may_ask(parameters):
        words = ["resource", *_asked(project, parameters)]
        parameters = {**parameters, "words": words}
    given = [one for one in (words, parameters["from_file"], parameters["undo"]) if one]
    if len(given) != 1:
        raise ImpossibleRequest(
            "`generate` needs a resource, a field, `--from` or `--undo`, and only one of them",
            "Write for example `pystack-init generate resource order number:string:20 total:money`",
        )
    options = GenerateOptions(
        command=_typed(parameters),
        dry_run=parameters["dry_run"],
        migrate=parameters["migration"],
    )
    silent = parameters["quiet"] or parameters["as_json"]
    with open_progress(silent=silent) as progress:
        if parameters["undo"]:
            return undo(project, parameters["undo"], options, progress)
        if parameters["from_file"]:
            return generate(project, _from_file(project, Path(parameters["from_file"])), options, progress)
        action, name, fields = words[0], "".join(words[1:2]), words[2:]
        if action not in ACTIONS:
            raise ImpossibleRequest(f"Unknown action `{action}`", did_you_mean(action, ACTIONS))
        if not name or not fields:
            raise ImpossibleRequest(
                f"`generate {action}` needs a name and fields",
                f"Write for example `pystack-init generate {action} {name or 'order'} number:string:20`",
            )
        if action == "field":
            resource = resource_of(project, name)
            return generate_field(project, resource, resource.with_fields(fields), options, progress)
        return generate(project, [_resource(project, name, fields, parameters)], options, progress)


def _may_ask(parameters: Parameters) -> bool:
    return not (parameters["as_json"] or parameters["quiet"]) and is_interactive()


def _asked(project: Project, parameters: Parameters) -> list[str]:
    """Ask for the name and the fields; each answer is checked as the command would."""
    from pystack_init.terminal.prompts.opening import open_prompts  # noqa: PLC0415 - only to ask
    from pystack_init.terminal.prompts.resource import ask_for_resource  # noqa: PLC0415

    def check(name: str, fields: Sequence[str]) -> None:
        made = _resource(project, name, list(fields), parameters)
        check_references(project.path, project.stack, (*project.resources, made), [made])

    def command(name: str, fields: Sequence[str]) -> str:
        return programs.shell("pystack-init", "generate", "resource", name, *fields)

    with open_prompts() as prompts:
        return ask_for_resource(prompts, check, command)


def _typed(parameters: Parameters) -> str:
    parts = [*(parameters["words"] or ())]
    parts += [f"--from {parameters['from_file']}"] if parameters["from_file"] else []
    parts += [f"--undo {parameters['undo']}"] if parameters["undo"] else []
    return " ".join(["pystack-init generate", *parts])


def _resource(project: Project, name: str, fields: list[str], parameters: Parameters) -> Resource:
    record = {"fields": fields} | {
        key: parameters[key] for key in ("owner", "public", "plural", "admin") if parameters[key] is not None
    }
    return _read(project, name, record)


def _read(project: Project, name: str, record: Mapping[str, Any]) -> Resource:
    """Read a resource; where the project has users, its rows have owners unless the words say otherwise."""
    has_users = project.answers.get("auth") != "none"
    if record.get("owner") and not has_users:
        raise InvalidResource("Rows can have owners only in a project with accounts", "Drop `--owner`")
    return read_resource(name, {"owner": has_users, **record})


def _from_file(project: Project, file: Path) -> list[Resource]:
    """Read a file with one table a resource."""
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidResource(f"`{file}` cannot be read: {error.strerror}", "Check the path") from None
    except ValueError as error:
        raise InvalidResource(
            f"`{file}` is not TOML: {error}", 'Write `[order]`, then `fields = ["number"]`'
        ) from None
    if not tables or not all(isinstance(one, dict) for one in tables.values()):
        raise InvalidResource(f"`{file}` has no tables", 'Write `[order]`, then `fields = ["number"]`')
    return [_read(project, name, record) for name, record in tables.items()]
