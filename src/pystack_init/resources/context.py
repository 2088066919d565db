"""What the templates of a resource are rendered with: plain values of its names, fields and filters."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pystack_init.resources.fields import Field
from pystack_init.resources.groups import Context, for_admin, for_tests, groups_of
from pystack_init.resources.names import class_of, with_article, words_of
from pystack_init.resources.resource import Resource
from pystack_init.resources.samples import samples_of
from pystack_init.resources.types import NUMBERS, TEXTS, WHOLE

_IN_SQL = {"cascade": "CASCADE", "restrict": "RESTRICT", "null": "SET NULL"}
_IN_DJANGO = {"cascade": "CASCADE", "restrict": "PROTECT", "null": "SET_NULL"}
_RANGES = NUMBERS | {"date", "datetime"}
_LONGEST_INDEX = 30  # of Django
_ENUM_LENGTH = 10


def context_of(resource: Resource, clients: Mapping[str, str]) -> Context:
    """Return the values of a resource; `fields` and `filters` have a context each.

    `clients` has the models that tests can create rows of, with the name of each in its tests.
    """
    words, fields = words_of(resource.name), [_field(one, resource, clients) for one in resource.fields]
    many, one = words_of(resource.plural), with_article(words)
    filters = [one for field in fields if field["filter"] for one in _filters(field)]
    has_unique = any(field["unique"] for field in fields)
    table = f"{resource.plural}_{resource.class_name.lower()}"
    return {
        "words": words,
        "many": many,
        "one": one,
        "Many": many[0].upper() + many[1:],
        "One": one[0].upper() + one[1:],
        "path": resource.plural.replace("_", "-"),
        "table": table,
        "index_name": f"{table[: _LONGEST_INDEX - 9].rstrip('_')}_list_idx",
        "enum_import": _enum_import(resource, fields, "tables"),
        "enum_import_of_models": _enum_import(resource, fields, "models"),
        "irregular": many != f"{words}s",
        **for_admin(resource, fields),
        "owned": resource.owner,
        "private": resource.public == "none",
        "public": resource.public != "none",
        "patch_problems": ", ".join(
            status
            for status, is_given in (("403", resource.public != "none"), ("409", has_unique))
            if is_given
        ),
        "filters": filters,
        "filtered": any(field["filter"] or field["search"] for field in fields),
        "unfiltered": not any(field["filter"] or field["search"] for field in fields),
        **groups_of(fields),
        **for_tests(fields, filters),
    }


def _enum_import(resource: Resource, fields: Sequence[Context], module: str) -> str:
    names = ", ".join(field["enum"] for field in fields if field["type"] == "enum")
    return f"from backend.{resource.plural}.{module} import {names}" if names else ""


def _field(field: Field, resource: Resource, clients: Mapping[str, str]) -> Context:
    words = field.words.modifiers
    made: Context = {
        "name": field.name,
        "words": words_of(field.name),
        "type": field.type,
        "column": field.column,
        **dict.fromkeys(("parameter", "operator", "lookup"), ""),
        "nullable": field.is_nullable,
        "default": _default(field),
        "is_required": not field.has("optional") and field.default is None,
        "bounded": "min" in words or "max" in words,
        **{
            name: field.has(name)
            for name in ("optional", "unique", "index", "search", "filter", "sort", "secret")
        },
    }
    if field.type in TEXTS:
        made |= {"length": field.length, "shortest": field.shortest}
    if field.type in NUMBERS:
        low, high = field.limits
        made |= {"low": f"{low:f}", "high": f"{high:f}"}
        made |= {f"{name}_decimal": _decimal(made[name]) for name in ("low", "high")}
        made["bounded"] = "max" in words if field.type == "money" else made["bounded"]
    if field.type in {"decimal", "money"}:
        made["digits"], made["places"] = field.digits
    if field.type == "enum":
        made |= _enum(field)
    if field.type == "ref":
        made |= _reference(field, resource) | {"client": clients.get(field.words.argument, "")}
    samples = samples_of(field)
    return made | {
        "sample": samples.low,
        "other": samples.high,
        "each": samples.unique,
        "invalid_values": f"({', '.join(samples.invalid)},)",
        "default_sample": samples.default,
    }


def _default(field: Field) -> str:
    default = field.default
    if default is None:
        return ""
    if field.type == "enum":
        return f"{class_of(field.name)}.{member_of(default)}"
    if field.type in TEXTS:
        return json.dumps(default, ensure_ascii=False)
    if field.type in WHOLE:
        return str(int(default))
    if field.type in NUMBERS:
        return _decimal(f"{Decimal(default):.{field.digits[1]}f}")
    return default.title()


def _decimal(text: str) -> str:
    return f'Decimal("{text}")' if "." in text else f"Decimal({text})"


def member_of(value: str) -> str:
    """Return the name of an enum's member, as the mirror of a hybrid writes it."""
    name = value.replace("-", "_").upper()
    return name if name.isidentifier() else f"VALUE_{name}"


def _enum(field: Field) -> Context:
    members = [(member_of(value), value) for value in field.values]
    longest = max(map(len, field.values))
    return {
        "enum": class_of(field.name),
        "enum_length": max(_ENUM_LENGTH, longest),
        "members": members,
        "values": field.values,
    }


def _reference(field: Field, resource: Resource) -> Context:
    domain, model = field.model
    to_itself = field.words.argument == resource.label
    owned = resource.owner and field.words.argument == "accounts.User"
    same = [one for one in resource.fields if one.type == "ref" and one.model == field.model]
    return {
        "ref": field.words.argument,
        "ref_domain": domain,
        "ref_class": model,
        "ref_table": f"{domain}_{model.lower()}",
        "to_itself": to_itself,
        "ondelete": _IN_SQL[field.on_delete],
        "on_delete_django": _IN_DJANGO[field.on_delete],
        "related": f"{field.name}_{resource.plural}" if len(same) > 1 or owned else "",
    }


def _filters(field: Context) -> list[Context]:
    """Return the parameters of a filter: a range of numbers and times, else one value."""
    low, high, column = field["sample"], field["other"], field["column"]
    wrong = "" if field["type"] in TEXTS else f'("{column}", "x"),'
    if field["type"] not in _RANGES:
        row = {"operator": "==", "filter_values": f"{low}, {high}", "invalid_query": wrong}
        return [{**field, **row, "parameter": column}]
    rows = (("min", ">=", "__gte", f"{low}, {high}"), ("max", "<=", "__lte", f"{high}, {low}"))
    return [
        {
            **field,
            "parameter": f"{bound}_{column}",
            "operator": operator,
            "lookup": lookup,
            "filter_values": values,
            "invalid_query": f'("{bound}_{column}", "x"),',
        }
        for bound, operator, lookup, values in rows
    ]


def replaced_names(resource: Resource) -> Mapping[str, str]:
    """Return the names that templates use for any resource, and those of this one."""
    return {
        "GADGETS": resource.plural.upper(),
        "Gadget": resource.class_name,
        "gadgets": resource.plural,
        "gadget": resource.name,
    }
