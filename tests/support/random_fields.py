"""Random words of fields that are valid, for property tests."""

import random

from pystack_init.resources.types import MODIFIERS, TYPES

ARGUMENTS = {
    "string": ("", "2", "20", "200"),
    "decimal": ("12.2", "5.0", "4.3", "15.6"),
    "enum": ("new,paid", "a,b,c", "on-hold,off", "1st,2nd"),
    "ref": ("accounts.User", "catalog.Product"),
}
DEFAULTS = {
    "string": ("hi", "x1"),
    "text": ("hello", "a b"),
    "slug": ("a-b", "x_1"),
    "email": ("a@b.co",),
    "url": ("https://example.com/x", "http://a.b/x"),
    "int": ("5", "4"),
    "bigint": ("5",),
    "decimal": ("4", "5"),
    "money": ("4", "5.5"),
    "bool": ("true", "false"),
}
WHOLE_BOUNDS = {"min": "3", "max": "8"}
TEXT_BOUNDS = {"text": {"min": "2", "max": "500"}, "string": {"min": "2"}}
EXCLUDED = (
    {"optional", "default"},
    {"unique", "index"},
    {"unique", "default"},
    {"secret", "search"},
    {"secret", "filter"},
    {"secret", "sort"},
    {"cascade", "restrict", "null"},
    {"unique", "min"},
    {"unique", "max"},
    {"min", "optional"},
)


def random_field(source: random.Random, name: str, kind: str) -> str:
    """Return the words of a valid field of a type."""
    argument = source.choice(ARGUMENTS.get(kind, ("",)))
    fitting = sorted(TYPES[kind].modifiers, key=MODIFIERS.index)
    chosen: list[str] = []
    for modifier in source.sample(fitting, source.randint(0, len(fitting))):
        together = {*chosen, modifier}
        if not any(len(together & pair) > 1 for pair in EXCLUDED):
            chosen.append(modifier)
    if kind == "enum" and "default" in chosen:
        chosen.remove("default")
        chosen.append(f"default={argument.split(',')[0]}")
    if "null" in chosen and "optional" not in chosen:
        chosen.append("optional")
    if kind == "decimal" and argument == "4.3":
        chosen = [one for one in chosen if one not in {"min", "max", "default"}]
    bounds = TEXT_BOUNDS.get(kind, WHOLE_BOUNDS)
    written = [
        f"{one}={bounds[one]}"
        if one in {"min", "max"}
        else f"default={source.choice(DEFAULTS[kind])}"
        if one == "default"
        else one
        for one in chosen
    ]
    return ":".join([name, kind, *filter(None, [argument]), *written])
