"""Build the context of templates: answers, conditions, the tree's variables, and escaped texts."""

import json
import re
from collections.abc import Mapping

from pystack_init.rendering.manifest import Tree, Values

# Characters that are markup in running text, and only there, so that an ordinary name stays unchanged.
_MARKUP = re.compile(r"[\\`*\[\]<>~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|(?<!\S)#|^[-+]")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def context_of(tree: Tree, answers: Values, slug: str) -> dict[str, str | bool]:
    """Return the value of every name; a text answer `x` also gets `x_quoted` and `x_markdown`."""
    conditions = tree.conditions(answers)
    texts = {key: value for key, value in answers.items() if isinstance(value, str)}
    return {
        "slug": slug,
        "python_versions": _versions_from(tree, str(answers["python"])),
        **conditions,
        **{name: _last(texts_of, conditions) for name, texts_of in tree.variables.items()},
        **{f"{key}_quoted": _quoted(text) for key, text in texts.items()},
        **{f"{key}_markdown": _markdown(text) for key, text in texts.items()},
        **texts,
    }


def _versions_from(tree: Tree, oldest: str) -> str:
    """List the Python versions that CI tests, as YAML."""
    versions = tree.answers["python"]
    return json.dumps(versions[versions.index(oldest) :])


def _last(texts: Mapping[str, str], conditions: Mapping[str, bool]) -> str:
    """Return the text of the last true key: a condition, or several with spaces that must all be true."""
    every = reversed(list(texts.items()))
    return next((text for key, text in every if all(conditions[name] for name in key.split())), "")


def _quoted(text: str) -> str:
    """Escape for double quotes in TOML, YAML, JSON and Python: JSON's escapes are valid in all four."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _markdown(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", text.strip()))
