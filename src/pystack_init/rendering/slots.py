"""Fill the slots of a shared template file with the fragments of core and features."""

import re
from collections.abc import Mapping, Sequence

from pystack_init.rendering.manifest import Feature, Tree, Values

_MARKER = re.compile(r"^([ \t]*)# slot: ([a-z-]+)\n", re.MULTILINE)
# Only the name is compared: `fastapi>=1` comes before `fastapi-offline`.
_WORDS = re.compile(r"[\s\[<>=!~;]+")


def fragments_for(tree: Tree, answers: Values) -> dict[str, list[str]]:
    """Collect the fragments of a project by their slot: core, then features, and domains last."""
    conditions = tree.conditions(answers)
    parts = set(tree.parts(answers))
    found: dict[str, list[str]] = {slot: [] for slot in tree.slots}
    for feature in (tree.core, *sorted(tree.included(answers), key=_domains_last)):
        for one in feature.fragments:
            holds = (not one.with_ or conditions[one.with_]) and not (one.without and conditions[one.without])
            if one.part in parts and holds:
                found[one.slot].append(one.text)
    return found


def _domains_last(feature: Feature) -> bool:
    """Sort domains last: users add their domains at the end, and adjacent additions conflict in a merge."""
    return feature.is_domain


def fill(text: str, fragments: Mapping[str, Sequence[str]], slots: Mapping[str, Mapping[str, bool]]) -> str:
    """Replace each marker with its fragments, at the marker's indentation."""
    while marker := _MARKER.search(text):
        indent, slot = marker.groups()
        lines = _indented("".join(fragments[slot]), indent)
        before, after = text[: marker.start()], text[marker.end() :]
        if slots[slot].get("sorted"):
            before, after, lines = _sorted(before, after, lines, indent)
        text = before + "".join(lines) + after
    return text


def has_slots(text: str) -> bool:
    """Return whether a template has a slot."""
    return _MARKER.search(text) is not None


def _indented(text: str, indent: str) -> list[str]:
    return [indent + line if line.strip() else line for line in text.splitlines(keepends=True)]


def _sorted(before: str, after: str, lines: list[str], indent: str) -> tuple[str, str, list[str]]:
    """Sort the lines together with the lines directly around the marker."""
    above, below = before.splitlines(keepends=True), after.splitlines(keepends=True)
    while above and _is_level(above[-1], indent):
        lines.append(above.pop())
    while below and _is_level(below[0], indent):
        lines.append(below.pop(0))
    return "".join(above), "".join(below), sorted(lines, key=lambda line: _WORDS.split(line.strip().lower()))


def _is_level(line: str, indent: str) -> bool:
    return line.startswith(indent) and line.strip() != "" and not line[len(indent)].isspace()
