"""Find the files of a project: a template's folder states when it exists, and a later layer wins."""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from pystack_init.rendering.manifest import TemplatesUnreadable, Tree, Values, identifier

SUFFIX = ".jinja"
# pip compiles what it installs, and tools leave these in a checkout.
_CACHES = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".DS_Store"})
_EXECUTABLE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH


def layers_of(tree: Tree, answers: Values) -> Iterator[Path]:
    """List the layers of a project, lowest first: core, options, then each feature."""
    conditions = tree.conditions(answers)
    parts = tree.parts(answers)
    yield from in_folder(tree.core.folder, parts, conditions)
    for question in sorted(_folders(tree.root / "options")):
        yield question / str(answers[question.name])
    for feature in tree.included(answers):
        yield from in_folder(feature.folder, parts, conditions)


def in_folder(folder: Path, parts: tuple[str, ...], conditions: Mapping[str, bool]) -> Iterator[Path]:
    """List the parts in a folder, then the conditional ones, which may have conditions in turn."""
    yield from (folder / part for part in parts)
    for word, wanted in (("with", True), ("without", False)):
        for condition in sorted(_folders(folder / word)):
            if conditions[identifier(condition.name)] is wanted:
                yield from in_folder(condition, parts, conditions)


def _folders(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.is_dir()] if folder.is_dir() else []


def resolve(tree: Tree, answers: Values) -> dict[str, Path]:
    """Map each path of a project to its template; raise `TemplatesUnreadable` where two layers write one."""
    files: dict[str, Path] = {}
    for layer in layers_of(tree, answers):
        for source in sorted(layer.rglob("*")):
            if source.is_dir() or _CACHES.intersection(source.parts):
                continue
            path = source.relative_to(layer).as_posix().removesuffix(SUFFIX)
            if path in files and path not in tree.overrides:
                raise TemplatesUnreadable(source, f"`{path}` is written twice and is no override")
            files[path] = source
    return files


def copy(source: Path, target: Path, content: bytes) -> None:
    """Write `content` to `target`, executable if `source` is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    # Keep the umask's read and write permissions: an installed template may be read-only.
    if source.stat().st_mode & stat.S_IXUSR:
        target.chmod(target.stat().st_mode | _EXECUTABLE)
