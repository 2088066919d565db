"""Compare both sides; every message names the difference, the side to change, and the command."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Model

from backend.platform.mirror import django_side, sqlmodel_side
from backend.platform.mirror.find import location, mirrors, unmirrored_references
from backend.platform.mirror.properties import Property, Rule, Table

CLOCKS = {"date", "datetime in UTC", "time"}


def differences() -> list[str]:
    """Compare every mirror with its Django model; return one message per difference."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    classes, messages = mirrors()
    for mirrored in classes:
        mirror = sqlmodel_side.read(mirrored)
        if mirror.name in models:
            messages += compare_tables(django_side.read(models[mirror.name]), mirror)
            messages += unmirrored_references(mirror, models)
        else:
            messages.append(
                f"{mirror.name}: no Django model has this table. {_rename_hint(mirror, models)}"
            )
    return messages


def _rename_hint(mirror: Table, models: Mapping[str, type[Model]]) -> str:
    named = (table for table in models if models[table].__name__ == mirror.source.__name__)
    correction = "".join(f" to `{table}`, as in {location(models[table])}" for table in named)
    return f"Correct `__tablename__` of {location(mirror.source)}{correction}, or remove the class"


def compare_tables(django: Table, mirror: Table) -> list[str]:
    """Compare the two descriptions of a table."""
    return [*_columns(django, mirror), *_rules(django, mirror)]


def _columns(django: Table, mirror: Table) -> Iterator[str]:
    for name in sorted(django.columns.keys() - mirror.columns.keys()):
        yield f"{django.name}.{name}: the mirror lacks the column. {_update_hint(django, mirror)}"
    for name in sorted(mirror.columns.keys() - django.columns.keys()):
        yield f"{django.name}.{name}: Django has no such column. {_remove_hint(django, mirror)}"
    for name in sorted(django.columns.keys() & mirror.columns.keys()):
        in_django, in_mirror = django.columns[name], mirror.columns[name]
        if needs_default := _needs_default(in_django):
            yield (
                f"{django.name}.{name}: the default exists only in Django's Python code, so an "
                "INSERT from FastAPI or plain SQL may fail. Add `db_default` to the field in "
                f"{location(django.source)}, then run `just makemigration NAME`"
            )
        for key in Property:
            if in_django[key] != in_mirror[key] and not (
                needs_default and key is Property.DATABASE_DEFAULT
            ):
                yield (
                    f"{django.name}.{name}: different {key}: {in_django[key]} in Django, "
                    f"{in_mirror[key]} in the mirror. {_update_hint(django, mirror)}"
                )


def _needs_default(column: dict[Property, str]) -> bool:
    # A database default can be a constant or the current time; other functions run in Python only.
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
    unmatched = list(mirror.rules)
    for rule in django.rules:
        found = _same(rule, unmatched)
        if found is None:
            hint = _update_hint(django, mirror)
            yield f"{django.name}: the mirror lacks the {_describe(rule)}. {hint}"
            continue
        unmatched.remove(found)
        if found.on != rule.on or (rule.name and found.name != rule.name):
            yield (
                f"{django.name}: Django has the {_describe(rule)}, but the mirror has the "
                f"{_describe(found)}. {_update_hint(django, mirror)}"
            )
    for rule in unmatched:
        yield f"{django.name}: Django has no {_describe(rule)}. {_remove_hint(django, mirror)}"


def _same(rule: Rule, candidates: list[Rule]) -> Rule | None:
    """Find the same rule by its explicit name, or else by its columns."""
    same_kind = [each for each in candidates if each.kind is rule.kind]
    by_name = [each for each in same_kind if rule.name and each.name == rule.name]
    return next(iter(by_name or [each for each in same_kind if each.on == rule.on]), None)


def _describe(rule: Rule) -> str:
    return f"{rule.kind} on ({rule.on})" + (f" named `{rule.name}`" if rule.name else "")


def _update_hint(django: Table, mirror: Table) -> str:
    label = django.source._meta.label  # type: ignore[attr-defined]
    return f"Update {location(mirror.source)}: `just mirror {label}` prints the class"


def _remove_hint(django: Table, mirror: Table) -> str:
    return (
        f"Remove it from {location(mirror.source)}, or add it to "
        f"{location(django.source)} and run `just makemigration NAME`"
    )
