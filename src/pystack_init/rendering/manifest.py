"""Read the description of a tree of templates: `template.toml`, and one `feature.toml` per feature.

A tree of format 1 contains everything it needs, so a later release can render the tree of an earlier one.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pystack_init.errors import PystackError

FORMAT = 1
Values = Mapping[str, str | bool]
CORE = "core"


class TemplatesUnreadable(PystackError):
    """A tree of templates is damaged, or has a format that this version does not support."""

    code = "templates-unreadable"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The templates in `{path}` cannot be read: {reason}", "Update pystack-init")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Lines that a feature inserts into a slot: for one part, and only if its conditions hold."""

    slot: str
    text: str
    part: str
    with_: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """A folder under `features/`: when a project includes it, and its lines in shared files."""

    name: str
    folder: Path
    order: int
    is_domain: bool
    included_by: Values = field(default_factory=dict)
    included_with: tuple[str, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    question: Mapping[str, Any] = field(default_factory=dict)
    choice: Mapping[str, str] = field(default_factory=dict)

    @property
    def condition(self) -> str:
        """The name of the feature in templates."""
        return identifier(self.name)


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of templates."""

    root: Path
    stacks: Mapping[str, tuple[str, ...]]
    optional_parts: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, tuple[str, ...]]
    variables: Mapping[str, Mapping[str, str]]
    slots: Mapping[str, Mapping[str, bool]]
    overrides: frozenset[str]
    moved: Mapping[str, str]
    core: Feature
    features: tuple[Feature, ...]

    def parts(self, answers: Values) -> tuple[str, ...]:
        """List the parts of a project's stack, lowest first."""
        stack = str(answers["stack"])
        optional = self.optional_parts.get(stack, {})
        return tuple(one for one in self.stacks[stack] if one not in optional or answers.get(optional[one]))

    def included(self, answers: Values) -> tuple[Feature, ...]:
        """List the features of a project in their order."""
        chosen = {one.name for one in self.features if one.included_by and _match(one.included_by, answers)}
        present = {*self.parts(answers), *map(identifier, chosen)}
        return tuple(
            one for one in self.features if one.name in chosen or not present.isdisjoint(one.included_with)
        )

    def conditions(self, answers: Values) -> dict[str, bool]:
        """Return every condition that a template may use, with its value."""
        names = {part: False for parts in self.stacks.values() for part in parts}
        names |= {one.condition: False for one in self.features}
        names |= {
            identifier(f"{question}_{value}"): answers.get(question) == value
            for question, values in self.answers.items()
            for value in values
        }
        names |= dict.fromkeys(self.parts(answers), True)
        return names | {one.condition: True for one in self.included(answers)}


def identifier(name: str) -> str:
    """Convert a name into an identifier for templates: `Apache-2.0` becomes `apache_2_0`."""
    return re.sub(r"\W", "_", name.lower())


@cache
def read_tree(root: Path) -> Tree:
    """Read a tree; raise `TemplatesUnreadable` if it is invalid or has an unsupported format."""
    data = _read(root / "template.toml")
    if data.get("format") != FORMAT:
        found = data.get("format")
        raise TemplatesUnreadable(root, f"their format is {found}, but this version supports {FORMAT}")
    features = [
        _feature(file.parent, _read(file)) for file in sorted((root / "features").glob("*/feature.toml"))
    ]
    core = _feature(root / CORE, data)
    for feature in (core, *features):
        for fragment in feature.fragments:
            if fragment.slot not in data.get("slots", {}):
                raise TemplatesUnreadable(feature.folder, f"there is no slot `{fragment.slot}`")
    return Tree(
        root=root,
        stacks={stack: tuple(parts) for stack, parts in data["stacks"].items()},
        optional_parts=data.get("optional_parts", {}),
        answers={question: tuple(values) for question, values in data["answers"].items()},
        variables=data.get("variables", {}),
        slots=data.get("slots", {}),
        overrides=frozenset(data.get("overrides", ())),
        moved=data.get("moved", {}),
        core=core,
        features=tuple(sorted(features, key=lambda one: (one.order, one.name))),
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplatesUnreadable(file, str(error)) from None


def _feature(folder: Path, data: Mapping[str, Any]) -> Feature:
    return Feature(
        name=folder.name,
        folder=folder,
        order=data.get("order", 100),
        is_domain=data.get("domain", False),
        included_by=data.get("included_by", {}),
        included_with=tuple(data.get("included_with", ())),
        fragments=tuple(_fragments(data)),
        question=data.get("question", {}),
        choice=data.get("choice", {}),
    )


def _fragments(data: Mapping[str, Any]) -> Iterator[Fragment]:
    """List the fragments of `[fill.PART]`, `[with.NAME.fill.PART]` and `[without.NAME.fill.PART]`."""
    yield from _of_parts(data)
    for name, inner in data.get("with", {}).items():
        yield from _of_parts(inner, with_=name)
    for name, inner in data.get("without", {}).items():
        yield from _of_parts(inner, without=name)


def _of_parts(data: Mapping[str, Any], **condition: str) -> Iterator[Fragment]:
    for part, texts in data.get("fill", {}).items():
        for slot, text in texts.items():
            yield Fragment(slot, text, part, **condition)


def _match(wanted: Values, answers: Values) -> bool:
    return all(answers.get(question) == value for question, value in wanted.items())
