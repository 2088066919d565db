"""Place the database migrations of templates after the user's own.

A project whose migrations are those of its templates gets the new ones as they are. As soon as the user has
written one, an existing migration stays as it is, because it may be applied to a database, and a new one gets
the next number and the last one as its parent.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from pystack_init.system.trees import Entry, Files

_FILE = re.compile(r"(?P<folder>(?:.*/)?migrations(?:/versions)?)/(?P<number>\d{4})_(?P<name>\w+)\.py")
_REVISION = re.compile(r"^revision(?:: str)? = [\"'](.+?)[\"']", re.MULTILINE)
_PARENT = re.compile(r"^(down_revision(?:: [^=]+)? = )(?:None|[\"'](.+?)[\"'])", re.MULTILINE)


def place_migrations(
    base: Files,
    ours: Files,
    theirs: Files,
    read: Callable[[Entry], str],
    write: Callable[[Entry, str], Entry],
) -> Iterator[str]:
    """Change `theirs`, and yield the migrations that stay although the templates dropped or changed them."""
    if not any(_FILE.fullmatch(path) for path in ours.keys() - base.keys()):
        return
    for path in sorted(filter(_FILE.fullmatch, base)):
        if theirs.get(path) != base[path]:
            theirs[path] = base[path]
            yield path
    for path in sorted(filter(_FILE.fullmatch, theirs.keys() - base.keys())):
        entry = theirs.pop(path)
        siblings = [one for one in {*ours, *theirs} if _folder(one) == _folder(path)]
        if any(_name(one) == _name(path) for one in siblings):
            continue  # its tables exist already
        texts = {one: read(ours.get(one) or theirs[one]) for one in siblings}
        new, text = _placed(path, read(entry), texts)
        theirs[new] = write(entry, text)


def is_migration(path: str) -> bool:
    """Return whether a file of a project is a database migration."""
    return _FILE.fullmatch(path) is not None


def _placed(path: str, text: str, siblings: dict[str, str]) -> tuple[str, str]:
    """Return the path and the text of a migration that follows its siblings."""
    if not siblings:
        return path, text
    last = max(siblings)
    number = f"{int(_part(last, 'number')) + 1:04}"
    new = f"{_folder(path)}/{number}_{_name(path)}.py"
    if _REVISION.search(text):
        text = _REVISION.sub(f'revision = "{number}"', text)
        text = _PARENT.sub(rf'\g<1>"{_head(siblings)}"', text)
    else:  # Django: the dependency on the template's migration before it
        app = PurePosixPath(path).parts[-3]
        text = re.sub(rf'\("{app}", "\d{{4}}_\w+"\)', f'("{app}", "{PurePosixPath(last).stem}")', text)
    return new, text


def _head(siblings: dict[str, str]) -> str:
    """Return the revision that is no other's parent; of several, that of the last file."""
    revisions = {path: found[1] for path, text in siblings.items() if (found := _REVISION.search(text))}
    parents = {found[2] for text in siblings.values() if (found := _PARENT.search(text))}
    heads = {path: one for path, one in revisions.items() if one not in parents} or revisions
    return heads[max(heads)]


def _part(path: str, group: str) -> str:
    found = _FILE.fullmatch(path)
    return found[group] if found else ""


def _folder(path: str) -> str:
    return _part(path, "folder")


def _name(path: str) -> str:
    return _part(path, "name")
