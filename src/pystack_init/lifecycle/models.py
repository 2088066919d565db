"""The models of a project that a `ref` can name: the classes of its domains, read without importing them."""

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path

from pystack_init.questions.stacks import Stack
from pystack_init.resources.problems import InvalidResource
from pystack_init.resources.resource import Resource
from pystack_init.suggestions import did_you_mean


def check_references(
    project: Path, stack: Stack, resources: Sequence[Resource], new: Sequence[Resource]
) -> None:
    """Refuse a `ref` to a model that the project does not have, or whose table has a name of its own."""
    generated = {one.label: one.label.replace(".", "_").lower() for one in resources}
    tables = {**generated, **models_of(project, stack)}
    for resource in new:
        for label in sorted(resource.refers_to):
            if label not in tables:
                message = f"`{resource.name}` refers to `{label}`, which the project does not have"
                raise InvalidResource(message, did_you_mean(label, sorted(tables) or ["accounts.User"]))
            expected = label.replace(".", "_").lower()
            if tables[label] != expected:
                message = f"The table of `{label}` is `{tables[label]}`, but a ref needs `{expected}`"
                raise InvalidResource(message, "Write this foreign key by hand")


def models_of(project: Path, stack: Stack) -> Mapping[str, str]:
    """Return the table of each model; one that is written in another way is not found."""
    name = "models.py" if stack.has_django else "tables.py"
    found = {}
    for file in sorted((project / "backend").glob(f"*/{name}")):
        domain = file.parent.name
        try:
            tree = ast.parse(file.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError, OSError):
            continue
        for one in tree.body:
            if isinstance(one, ast.ClassDef) and _is_model(one, stack):
                found[f"{domain}.{one.name}"] = _table(one) or f"{domain}_{one.name.lower()}"
    return found


def _is_model(one: ast.ClassDef, stack: Stack) -> bool:
    if not stack.has_django:
        return any(keyword.arg == "table" for keyword in one.keywords)
    bases = {ast.unparse(base).rpartition(".")[2] for base in one.bases}
    return (
        bool(bases)
        and not bases & {"TextChoices", "IntegerChoices", "Manager", "BaseUserManager"}
        and not any(base.endswith(("Manager", "QuerySet")) for base in bases)
    )


def _table(one: ast.ClassDef) -> str:
    for node in ast.walk(one):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if {"__tablename__", "db_table"} & set(names):
                return str(node.value.value)
    return ""
