"""Group the fields of a resource by what its templates do with them: code, tests, Django's admin site."""

from collections.abc import Iterable, Sequence
from typing import Any

from pystack_init.resources.resource import Resource
from pystack_init.resources.types import TEXTS

Context = dict[str, Any]
_MOST_COLUMNS = 5  # of a list in the admin site


def groups_of(fields: Sequence[Context]) -> Context:
    """Return the fields by what a template does with them, and lists of names."""
    visible = [field for field in fields if not field["secret"]]
    refs = [field for field in fields if field["type"] == "ref"]
    searched = [field for field in fields if field["search"]]
    sorts = [field["column"] for field in fields if field["sort"]] + ["created_at"]
    return {
        "fields": fields,
        "visible": visible,
        "required": [field for field in fields if field["is_required"]],
        "secrets": [field for field in fields if field["secret"]],
        "enums": [field for field in fields if field["type"] == "enum"],
        "checks": [field for field in fields if field["type"] == "money"],
        "refs": refs,
        "references": list({field["ref_class"]: field for field in refs}.values()),
        "post_responses": "LOCATION | problems(409)" if any(one["unique"] for one in fields) else "LOCATION",
        "uniques": [field for field in fields if field["unique"]],
        "sorted": [field for field in fields if field["sort"]],
        "sorts": ", ".join(f'"{name}", "-{name}"' for name in sorts),
        "searched": searched,
        # One text at most: a list, because conditions cannot be nested.
        "searches": [", ".join(f"TABLE.c.{field['column']}" for field in searched)][: len(searched)],
        "search_names": _names(searched),
    }


def for_admin(resource: Resource, fields: Sequence[Context]) -> Context:
    """Return what Django's admin site shows, and the text of a row."""
    visible = [field for field in fields if not field["secret"]]
    title = next((one for one in visible if one["type"] in TEXTS - {"text"} and not one["nullable"]), None)
    columns = [one for one in visible if one["type"] not in {"text", "json"}][:_MOST_COLUMNS]
    refs = [one for one in fields if one["type"] == "ref"]
    users = [one["name"] for one in refs if one["ref"] == "accounts.User"]
    owner = ["owner"] if resource.owner else []
    searched = [f"{one['name']}__lower__contains" for one in visible if one["type"] in TEXTS]
    return {
        "title": f"self.{title['name']}" if title else "str(self.id)",
        "admin_columns": _quoted(_named(columns) if title else ["id", *_named(columns)]),
        "multiline": any(one["type"] == "text" for one in fields),
        "panel_name": title["column"] if title else "id",
        "panel_search": _tuple(one["column"] for one in visible if one["type"] in TEXTS),
        "panel_columns": _tuple([*(one["column"] for one in columns if one["type"] != "ref"), "created_at"]),
        "admin_filters": _quoted(
            [*_named(one for one in visible if one["type"] in {"enum", "bool"}), "created_at"]
        ),
        "admin_search": _quoted(searched or ["id"]),
        "admin_related": _quoted([*(one["name"] for one in refs if one in columns), *owner]),
        "admin_users": _quoted([*users, *owner]),
        "admin_raw": _quoted(one["name"] for one in refs if one["ref"] != "accounts.User"),
    }


def for_tests(fields: Sequence[Context], filters: Sequence[Context]) -> Context:
    """Return what the tests of a resource need: fields by what is tested, and lists of names."""
    shown = [field for field in fields if not field["secret"]]
    return {
        "secret_words": " and ".join(field["words"] for field in fields if field["secret"]),
        "secret_names": _names(field for field in fields if field["secret"]),
        "numbered": any("number" in field["each"] for field in fields if field["unique"]),
        "without_rows": all(field["type"] != "ref" or field["to_itself"] for field in fields),
        "optionals": [field for field in shown if not field["is_required"]],
        "required_pointers": ", ".join(f'"#/{field["column"]}"' for field in fields if field["is_required"]),
        "changeable": [field for field in shown if field["type"] != "ref"],
        "unique_names": _names(field for field in fields if field["unique"]),
        "ref_names": _names(field for field in fields if field["type"] == "ref"),
        "value_filters": [one for one in filters if one["type"] != "ref"],
        "ref_filters": [one for one in filters if one["type"] == "ref"],
        "ref_filter_names": _names(one for one in filters if one["type"] == "ref"),
    }


def _named(fields: Iterable[Context]) -> list[str]:
    return [field["name"] for field in fields]


def _tuple(names: Iterable[str]) -> str:
    """Return the elements of a tuple, also where there is one or none."""
    return "".join(f'"{name}", ' for name in names)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _names(fields: Iterable[Context]) -> str:
    return ", ".join(f'"{field["column"]}"' for field in fields)
