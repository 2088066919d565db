"""Where the two sides differ, in sentences that say which side to change, and how."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Model

from backend.mirror import django_side, find, sqlmodel_side
from backend.mirror.properties import Property, Rule, Table
from backend.mirror.references import place, unknown_tables

CLOCKS = {"date", "datetime in UTC", "time"}


def differences() -> list[str]:
    """Compare every mirror with the model that owns its table."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    mirrors, said = find.mirrors()
    for mirrored in mirrors:
        mirror = sqlmodel_side.read(mirrored)
        if mirror.name in models:
            said += between(django_side.read(models[mirror.name]), mirror)
            said += unknown_tables(mirror, models)
        else:
            said.append(f"{mirror.name}: no Django model has this table. {_rename(mirror, models)}")
    return said


def _rename(mirror: Table, models: Mapping[str, type[Model]]) -> str:
    named = (table for table in models if models[table].__name__ == mirror.source.__name__)
    right = "".join(f" to `{table}`, as in {place(models[table])}" for table in named)
    return f"Correct `__tablename__` of {place(mirror.source)}{right}, or remove the class"


def between(django: Table, mirror: Table) -> list[str]:
    """Compare two descriptions of one table."""
    return [*_columns(django, mirror), *_rules(django, mirror)]


def _columns(django: Table, mirror: Table) -> Iterator[str]:
    for name in sorted(django.columns.keys() - mirror.columns.keys()):
        yield f"{django.name}.{name}: the mirror lacks the column. {_mend(django, mirror)}"
    for name in sorted(mirror.columns.keys() - django.columns.keys()):
        yield f"{django.name}.{name}: Django has no such column. {_remove(django, mirror)}"
    for name in sorted(django.columns.keys() & mirror.columns.keys()):
        ours, theirs = django.columns[name], mirror.columns[name]
        if _needs_default(ours):
            yield (
                f"{django.name}.{name}: only Django knows its default, so a row from FastAPI or "
                "plain SQL may lack it. Give the field `db_default` in "
                f"{place(django.source)}, then `just makemigration NAME`"
            )
        for fact in Property:
            if ours[fact] != theirs[fact]:
                yield (
                    f"{django.name}.{name}: the {fact} is {ours[fact]} in Django and "
                    f"{theirs[fact]} in the mirror. {_mend(django, mirror)}"
                )


def _needs_default(column: dict[Property, str]) -> bool:
    # A database has constants and a clock; what else a function makes, only Python can.
    has_default = column[Property.DEFAULT] not in {"required", "None", "computed"}
    reads_clock = column[Property.DEFAULT] == "computed" and column[Property.PYTHON_TYPE] in CLOCKS
    return (
        (has_default or reads_clock)
        and column[Property.PYTHON_TYPE] != "bytes"
        and column[Property.KEY] == "no"
        and column[Property.NULL] == "NOT NULL"
        and column[Property.DATABASE_DEFAULT] == "none"
    )


def _rules(django: Table, mirror: Table) -> Iterator[str]:
    left = list(mirror.rules)
    for rule in django.rules:
        found = _same(rule, left)
        if found is None:
            yield f"{django.name}: the mirror lacks the {_said(rule)}. {_mend(django, mirror)}"
            continue
        left.remove(found)
        if found.on != rule.on or (rule.name and found.name != rule.name):
            yield (
                f"{django.name}: Django has the {_said(rule)}, and the mirror the {_said(found)}. "
                f"{_mend(django, mirror)}"
            )
    for rule in left:
        yield f"{django.name}: Django has no {_said(rule)}. {_remove(django, mirror)}"


def _same(rule: Rule, candidates: list[Rule]) -> Rule | None:
    """Find a rule by the name that somebody gave it, or by what it is on."""
    alike = [each for each in candidates if each.kind is rule.kind]
    by_name = [each for each in alike if rule.name and each.name == rule.name]
    return next(iter(by_name or [each for each in alike if each.on == rule.on]), None)


def _said(rule: Rule) -> str:
    return f"{rule.kind} on ({rule.on})" + (f" called `{rule.name}`" if rule.name else "")


def _mend(django: Table, mirror: Table) -> str:
    label = django.source._meta.label  # type: ignore[attr-defined]
    return f"Change {place(mirror.source)}: `just mirror {label}` prints it"


def _remove(django: Table, mirror: Table) -> str:
    return (
        f"Remove it from {place(mirror.source)}; or, where it is wanted, add it to "
        f"{place(django.source)} and `just makemigration NAME`"
    )
