"""Render the templates of a resource. What a type of field writes is in `resource/types.toml` of the tree."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pystack_init.rendering.layers import SUFFIX, in_folder
from pystack_init.rendering.manifest import TemplatesUnreadable

FOLDER = "resource"
SHARED = "shared"
_TYPES = "types.toml"
_EVERY = "every"
# As in the templates of a project: tags hide in comments, so that a template is valid Python.
_TAGS = {
    "block_start_string": "# {%",
    "block_end_string": "%}",
    "comment_start_string": "# {#",
    "comment_end_string": "#}",
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}


def render_resource(
    root: Path,
    parts: tuple[str, ...],
    conditions: Mapping[str, bool],
    context: Mapping[str, Any],
    names: Mapping[str, str],
) -> dict[str, str]:
    """Return the text of each file of a resource by its path; `names` replace those in the templates."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - not for `--help`

    environment = Environment(undefined=StrictUndefined, autoescape=False, **_TAGS)  # type: ignore[arg-type]  # noqa: S701 - Python source
    pattern = re.compile("|".join(names))

    def renamed(text: str) -> str:
        return pattern.sub(lambda found: names[found[0]], text)

    values = {**conditions, **_with_snippets(root, conditions, context, names)}
    files = {}
    for path, source in _sources(root / FOLDER, parts, conditions):
        text = renamed(source.read_text(encoding="utf-8"))
        if source.suffix == SUFFIX:
            text = environment.from_string(text).render(values)
        files[renamed(path)] = text
    return files


def shared_files(root: Path, parts: tuple[str, ...], conditions: Mapping[str, bool]) -> dict[str, str]:
    """Return the files that all resources of a project share."""
    found = _sources(root / FOLDER / SHARED, parts, conditions)
    return {path: source.read_text(encoding="utf-8") for path, source in found}


def edits_of(
    root: Path, parts: tuple[str, ...], conditions: Mapping[str, bool], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the lines that a resource needs in files of the project, in the order of `edits.toml`."""
    pattern = re.compile("|".join(names))
    return [
        {key: pattern.sub(lambda found: names[found[0]], value) for key, value in row.items()}
        for row in _read(root / FOLDER / "edits.toml")["edit"]
        if row["part"] in parts and ("if" not in row or conditions[row["if"]])
    ]


def _sources(
    folder: Path, parts: tuple[str, ...], conditions: Mapping[str, bool]
) -> Iterator[tuple[str, Path]]:
    for layer in in_folder(folder, parts, conditions):
        for source in sorted(layer.rglob("*")):
            if source.is_file() and "__pycache__" not in source.parts:
                yield source.relative_to(layer).as_posix().removesuffix(SUFFIX), source


def _with_snippets(
    root: Path, conditions: Mapping[str, bool], context: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, Any]:
    """Add the texts of `types.toml` to each field and each filter."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - not for `--help`

    types = _read(root / FOLDER / _TYPES)
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - Python source
    every = dict.fromkeys((key for row in types.values() for key in row), "")
    common = {**conditions, **names}

    def completed(field: Mapping[str, Any]) -> dict[str, Any]:
        values = {**common, **every, **field}
        for name, text in {**types[field["type"]], **types[_EVERY]}.items():
            values[name] = environment.from_string(text).render(values)
        return values

    return {
        name: [completed(one) for one in value] if _are_fields(value) else value
        for name, value in context.items()
    }


def _are_fields(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplatesUnreadable(file, str(error)) from None
