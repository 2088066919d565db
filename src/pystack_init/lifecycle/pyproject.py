"""Merge `pyproject.toml` by table and list entry: lines conflict where both sides add a dependency."""

import re
import tomllib
from collections.abc import Mapping, MutableMapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

PYPROJECT = "pyproject.toml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class _Conflict(Exception):
    """Both sides changed one value, in different ways."""


def merged_pyproject(base: str, ours: str, theirs: str) -> str | None:
    """Return our text with the changes from base to theirs; None if it cannot be done."""
    try:
        merged = tomlkit.parse(ours)
        new = tomlkit.parse(theirs)
        _merge_table(merged, tomllib.loads(base), tomllib.loads(ours), tomllib.loads(theirs), new)
        text = tomlkit.dumps(merged)
        tomllib.loads(text)
    except (ValueError, TOMLKitError, _Conflict):
        return None
    return text


def _merge_table(
    merged: MutableMapping[str, Any],
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    new: Mapping[str, Any],
) -> None:
    """Change `merged`, which has the values of `ours`; `new` has those of `theirs` with their formatting."""
    for key in [*base, *(one for one in theirs if one not in base)]:
        before, own, after = base.get(key), ours.get(key), theirs.get(key)
        if after in (before, own):
            continue
        if own == before:
            if after is None:
                del merged[key]
            else:
                merged[key] = new[key]
        elif all(isinstance(one, dict) for one in (own, after)):
            _merge_table(merged[key], before or {}, own or {}, after or {}, new[key])
        elif all(isinstance(one, list) for one in (before, own, after)):
            _merge_list(merged[key], before or [], own or [], after or [])
        else:
            raise _Conflict


def _merge_list(merged: Array, base: list[Any], ours: list[Any], theirs: list[Any]) -> None:
    """Change entries by their name: `fastapi>=1` is the entry `fastapi`."""
    before, own, after = _named(base, ours, theirs)
    in_order = list(own) == sorted(own)
    for name in [*before, *(one for one in after if one not in before)]:
        old, new = before.get(name), after.get(name)
        if new in (old, own.get(name)):
            continue
        if own.get(name) != old:
            raise _Conflict
        place = list(own).index(name) if name in own else None
        if place is not None:
            del merged[place]
            del own[name]
        if new is not None:
            if place is None:
                place = sum(1 for one in own if one < name) if in_order else len(own)
            merged.insert(place, new)
            own = dict([*list(own.items())[:place], (name, new), *list(own.items())[place:]])


def _named(*lists: list[Any]) -> list[dict[str, Any]]:
    """Give each entry of each list a name that is unique in its list."""
    for name_of in (_word, repr):
        named = [{name_of(entry): entry for entry in entries} for entries in lists]
        if all(len(names) == len(entries) for names, entries in zip(named, lists, strict=True)):
            return named
    raise _Conflict


def _word(entry: object) -> str:
    found = _NAME.match(entry) if isinstance(entry, str) else None
    return found[0].lower().replace("_", "-") if found else repr(entry)
