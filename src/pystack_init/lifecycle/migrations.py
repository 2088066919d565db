"""Place the database migrations of templates after the user's own.

A project whose migrations are those of its templates gets the new ones as they are. As soon as the user has
written one, or has committed one that a change would remove or change, an existing migration stays as it is,
because it may be applied to a database. A new one gets the next number and the last one as its parent.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import PurePosixPath

from pystack_init.system.trees import Entry, Files, Trees

ALEMBIC = "backend/migrations/versions"
_ALEMBIC_ITSELF = "backend/migrations/env.py"
_FILE = re.compile(r"(?P<folder>(?:.*/)?migrations(?:/versions)?)/(?P<number>\d{4})_(?P<name>\w+)\.py")
_REVISION = re.compile(r"^revision(?:: str)? = [\"'](.+?)[\"']", re.MULTILINE)
_PARENT = re.compile(r"^(down_revision(?:: [^=]+)? = )(?:None|[\"'](.+?)[\"'])", re.MULTILINE)


def removed_migrations(base: Files, theirs: Files) -> list[str]:
    """List the migrations that a change of the templates removes, unless it removes Alembic itself."""
    left = {(folder_of(path), name_of(path)) for path in filter(_FILE.fullmatch, theirs)}
    ended = _ALEMBIC_ITSELF in base and _ALEMBIC_ITSELF not in theirs
    return [
        path
        for path in sorted(filter(_FILE.fullmatch, base))
        if (folder_of(path), name_of(path)) not in left and not (ended and folder_of(path) == ALEMBIC)
    ]


def changed_migrations(base: Files, theirs: Files) -> list[str]:
    """List the migrations that a change of the templates replaces by others for the same tables."""
    new = {(folder_of(path), name_of(path)): entry for path, entry in theirs.items() if _FILE.fullmatch(path)}
    return [
        path
        for path in sorted(filter(_FILE.fullmatch, base))
        if (folder_of(path), name_of(path)) in new and new[folder_of(path), name_of(path)] != base[path]
    ]


def altered_migrations(base: Files, theirs: Files, trees: Trees) -> set[str]:
    """Return the migrations whose tables a change of the templates alters, and not only their parent."""

    def tables(entry: Entry) -> str:
        return _PARENT.sub("", trees.text(entry))

    both = filter(_FILE.fullmatch, base.keys() & theirs.keys())
    return {path for path in both if tables(base[path]) != tables(theirs[path])}


def place_migrations(
    base: Files,
    ours: Files,
    theirs: Files,
    trees: Trees,
    committed: Callable[[], Collection[str]],
) -> Iterator[str]:
    """Change `theirs`, and yield the migrations that stay although the templates dropped or changed them."""
    own = set(filter(_FILE.fullmatch, ours.keys() - base.keys()))
    # Those of a removed app go with it.
    folders = {folder_of(path) for path in (*theirs, *own)} | {ALEMBIC}
    if _ALEMBIC_ITSELF in base and _ALEMBIC_ITSELF not in theirs:
        folders.remove(ALEMBIC)
    applied = [path for path in sorted(filter(_FILE.fullmatch, base)) if folder_of(path) in folders]
    replaced = {*removed_migrations(base, theirs), *changed_migrations(base, theirs)}.intersection(applied)
    if not own and not (replaced and not replaced.isdisjoint(committed())):
        return
    for path in applied:
        if theirs.get(path) != base[path]:
            theirs[path] = base[path]
            yield path
    added = sorted(filter(_FILE.fullmatch, theirs.keys() - base.keys()))
    entries = {path: theirs.pop(path) for path in added}
    for path, entry in entries.items():
        siblings = siblings_of(path, {*ours, *theirs})
        if _has_tables(path, siblings):
            continue
        texts = {one: trees.text(ours.get(one) or theirs[one]) for one in siblings}
        new, text = _placed(path, trees.text(entry), texts)
        theirs[new] = trees.with_text(entry, text)


def _has_tables(path: str, siblings: Iterable[str]) -> bool:
    """Return whether an earlier migration has created the tables, and no later one has dropped them."""
    last = {name_of(one): one for one in sorted(siblings)}
    name = name_of(path)
    return name in last and last.get(f"drop_{name}", "") < last[name]


def is_migration(path: str) -> bool:
    """Return whether a file of a project is a database migration."""
    return _FILE.fullmatch(path) is not None


def _placed(path: str, text: str, siblings: dict[str, str]) -> tuple[str, str]:
    """Return the path and the text of a migration that follows its siblings."""
    if not siblings:
        return path, text
    number = next_number(siblings)
    new = f"{folder_of(path)}/{number}_{name_of(path)}.py"
    if _REVISION.search(text):
        text = _REVISION.sub(f'revision = "{number}"', text)
        text = _PARENT.sub(rf'\g<1>"{head_of(siblings)}"', text)
    else:  # Django: the dependency on the template's migration before it
        app = PurePosixPath(path).parts[-3]
        leaf = PurePosixPath(max(siblings)).stem
        text = re.sub(rf'\("{app}", "\d{{4}}_\w+"\)', f'("{app}", "{leaf}")', text)
    return new, text


def head_of(siblings: dict[str, str]) -> str:
    """Return the revision that is no other's parent; of several, that of the last file."""
    revisions = {path: found[1] for path, text in siblings.items() if (found := _REVISION.search(text))}
    parents = {found[2] for text in siblings.values() if (found := _PARENT.search(text))}
    heads = {path: one for path, one in revisions.items() if one not in parents} or revisions
    return heads[max(heads)]


def siblings_of(path: str, paths: Iterable[str]) -> list[str]:
    """List the migrations in the folder of one."""
    return [one for one in paths if _FILE.fullmatch(one) and folder_of(one) == folder_of(path)]


def next_number(siblings: Iterable[str]) -> str:
    """Return the number that follows the highest one."""
    return f"{max(int(_part(one, 'number')) for one in siblings) + 1:04}"


def folder_of(path: str) -> str:
    """Return the folder of a migration."""
    return _part(path, "folder")


def name_of(path: str) -> str:
    """Return the name of a migration without its number."""
    return _part(path, "name")


def _part(path: str, group: str) -> str:
    found = _FILE.fullmatch(path)
    return found[group] if found else ""
