"""The files of the resources that a project has generated: rendered from their words, formatted by ruff."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pystack_init.errors import PystackError
from pystack_init.lifecycle.formatting import find_ruff
from pystack_init.lifecycle.pristine import number_of
from pystack_init.lifecycle.pyproject import PYPROJECT
from pystack_init.questions.stacks import HYBRID
from pystack_init.rendering.manifest import Values, read_tree
from pystack_init.rendering.resource import edits_of, render_resource, shared_files
from pystack_init.resources.context import context_of, replaced_names
from pystack_init.resources.resource import Resource
from pystack_init.system.programs import run
from pystack_init.system.staging import scratch, write_files


def render_resources(
    root: Path, answers: Values, resources: Sequence[Resource], project: Path
) -> dict[str, bytes]:
    """Return the files of resources, in the format of the project; a frozen one has none."""
    rendered = [one for one in resources if not one.frozen]
    if not rendered:
        return {}
    clients = {"catalog.Product": "product"} | {one.label: one.name for one in resources}
    texts: dict[str, str] = {}
    for one in rendered:
        parts, conditions = _conditions(root, answers, one)
        texts |= shared_files(root, parts, conditions)
        texts |= render_resource(root, parts, conditions, context_of(one, clients), replaced_names(one))
    return formatted(texts, project)


def edits_for(root: Path, answers: Values, resource: Resource) -> list[dict[str, str]]:
    """Return the lines that a resource needs in files of the project."""
    parts, conditions = _conditions(root, answers, resource)
    return edits_of(root, parts, conditions, replaced_names(resource))


def write_resources(
    root: Path, answers: Values, resources: Sequence[Resource], folder: Path, project: Path
) -> None:
    """Write the files of resources into a rendered project."""
    write_files(folder, render_resources(root, answers, resources, project))


def _conditions(
    root: Path, answers: Values, resource: Resource
) -> tuple[tuple[str, ...], Mapping[str, bool]]:
    tree = read_tree(root)
    conditions = tree.conditions(answers)
    has_users = conditions["accounts"]
    return tree.parts(answers), {
        **conditions,
        "owned": resource.owner,
        "owned_with_cascade": resource.owner and not conditions[HYBRID.id],
        "owned_mirror": resource.owner and conditions[HYBRID.id],
        "shared": not resource.owner,
        "private_owned": resource.owner and resource.public == "none",
        "public_owned": resource.owner and resource.public == "read",
        "users_share": has_users and not resource.owner,
        "anyone_reads": has_users and resource.public == "read",
        "users_read": has_users and resource.public == "none",
        "references": bool(resource.refers_to),
        "independent": not resource.refers_to,
        "with_admin": resource.admin,
        "in_panel": resource.admin and conditions["admin_panel"],
    }


def formatted(texts: Mapping[str, str], project: Path) -> dict[str, bytes]:
    """Return files in the format of the project, without unused imports."""
    ruff = find_ruff(project)
    if ruff is None:
        raise PystackError(
            "ruff, which formats generated files, is not installed in the project",
            "Run `uv sync` in the project",
        )
    with scratch() as folder:
        write_files(folder, {path: text.encode() for path, text in texts.items()})
        config = ["--no-cache", "--quiet", "--config", str((project / PYPROJECT).resolve())]
        one_line = [
            "--config",
            "format.skip-magic-trailing-comma=true",
            "--config",
            "lint.isort.split-on-trailing-comma=false",
        ]
        config += ["--config", 'lint.isort.known-first-party=["backend", "tests"]']
        for command in (
            ["check", "--fix-only", "--select", "F401,I001", *config, *one_line],
            ["format", *config, *one_line],
            ["format", *config],
        ):
            completed = run([str(ruff), *command, "."], folder)
            if not completed.ok:
                raise PystackError(
                    f"ruff cannot format the generated files: {completed.output.strip().splitlines()[-1:]}",
                    f"Check `[tool.ruff]` in `{PYPROJECT}`",
                )
        return {path: (folder / path).read_bytes() for path in texts}


def numbered(
    root: Path, answers: Values, resources: tuple[Resource, ...], project: Path
) -> tuple[Resource, ...]:
    """Record the files of resources as the templates have them; a frozen one keeps its own numbers."""
    rendered = render_resources(root, answers, resources, project)
    return tuple(one if one.frozen else replace(one, files=numbers_of(one, rendered)) for one in resources)


def numbers_of(resource: Resource, rendered: Mapping[str, bytes]) -> dict[str, int]:
    """Return a number for each file of a resource."""
    return {path: number_of(data) for path, data in rendered.items() if resource.holds(path)}
