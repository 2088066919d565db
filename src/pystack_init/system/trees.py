"""Read folders as git trees and merge them, in a private repository: the user's own is not touched.

Every merge has the same settings, so that no configuration, hook or attribute of the user changes it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pystack_init.errors import PystackError
from pystack_init.system.programs import capture

GITLINK = "160000"
# Never part of a project's text, also where its .gitignore does not list them.
_EXCLUDED = ("/.venv/", "__pycache__/", "node_modules/", "/.pystack-init.undo/")
_CONFIG = """\
[core]
    bare = true
    autocrlf = false
    safecrlf = false
    filemode = true
    symlinks = true
    quotepath = false
    precomposeunicode = false
[merge]
    conflictStyle = zdiff3
    directoryRenames = true
    renames = true
    renameLimit = 10000
[gc]
    auto = 0
"""
# A project's .gitattributes must not change bytes: they are written back as they are.
_ATTRIBUTES = "* -text -filter -ident -working-tree-encoding !merge !conflict-marker-size !diff\n"
_PERSON = {
    f"GIT_{role}_{part}": text
    for role in ("AUTHOR", "COMMITTER")
    for part, text in (
        ("NAME", "pystack-init"),
        ("EMAIL", "pystack-init@localhost"),
        ("DATE", "1000000000 +0000"),
    )
}


class GitFailed(PystackError):
    """Git could not do what a merge needs."""

    code = "git-failed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a tree: its mode, and the id of its content."""

    mode: str
    oid: str


Files = dict[str, Entry]


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged tree; `stages` has, for each path with a conflict, the entries by stage (1 to 3)."""

    files: Files
    stages: Mapping[str, Mapping[int, Entry]]


class Trees:
    """A private repository in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._git = folder / "trees.git"
        self._number = 0
        self._run(folder, "init", "--quiet", "--bare", str(self._git))
        (self._git / "config").write_text(_CONFIG, encoding="utf-8")
        (self._git / "info").mkdir(exist_ok=True)
        (self._git / "info/attributes").write_text(_ATTRIBUTES, encoding="utf-8")
        (self._git / "info/exclude").write_text("\n".join(_EXCLUDED) + "\n", encoding="utf-8")

    def read(self, folder: Path, *, ignored: bool = False) -> Files:
        """Read the files of a folder, without those that its .gitignore lists unless `ignored`."""
        variables = {**self._index(), "GIT_WORK_TREE": str(folder)}
        force = ("--force",) if ignored else ()
        self._run(folder, "-c", "core.bare=false", "add", "--all", *force, ".", variables=variables)
        listed = self._run(folder, "ls-files", "-z", "--stage", variables=variables)
        found = (line.partition("\t") for line in _texts(listed))
        return {path: Entry(*meta.split()[:2]) for meta, _, path in found}

    def merge(self, base: Files, ours: Files, theirs: Files, labels: tuple[str, str]) -> Merged:
        """Merge three trees; the labels of ours and theirs are in the conflict markers."""
        ancestor = self._commit(base)
        for label, files in zip(labels, (ours, theirs), strict=True):
            self._run(self._git, "update-ref", f"refs/heads/{label}", self._commit(files, ancestor))
        command = ("merge-tree", "--write-tree", "-z", "--no-messages", *labels)
        fields = _texts(self._run(self._git, *command, accepted=(0, 1)))
        merged = self._list(next(fields))
        stages: dict[str, dict[int, Entry]] = {}
        for field in fields:
            meta, _, path = field.partition("\t")
            mode, oid, stage = meta.split()
            stages.setdefault(path, {})[int(stage)] = Entry(mode, oid)
        return Merged(merged, stages)

    def content(self, entry: Entry) -> bytes:
        """Return the bytes of a file; of a symbolic link, its target."""
        return self.contents([entry])[entry.oid]

    def contents(self, entries: Iterable[Entry]) -> dict[str, bytes]:
        """Return the bytes of files by their id, with one run of git."""
        oids = sorted({entry.oid for entry in entries})
        output = self._run(self._git, "cat-file", "--batch", stdin="\n".join(oids).encode())
        found, start = {}, 0
        for oid in oids:
            end = output.index(b"\n", start)
            size = int(output[start:end].split()[2])
            found[oid] = output[end + 1 : end + 1 + size]
            start = end + size + 2
        return found

    def with_content(self, entry: Entry, content: bytes) -> Entry:
        """Return an entry with other bytes and the same mode."""
        oid = self._run(self._git, "hash-object", "-w", "--stdin", stdin=content).decode().strip()
        return Entry(entry.mode, oid)

    def text(self, entry: Entry) -> str:
        """Return the text of a file; other bytes than UTF-8 survive a round trip."""
        return self.content(entry).decode("utf-8", "surrogateescape")

    def with_text(self, entry: Entry, text: str) -> Entry:
        """Return an entry with another text and the same mode."""
        return self.with_content(entry, text.encode("utf-8", "surrogateescape"))

    def is_binary(self, entry: Entry) -> bool:
        """Return whether git treats a content as binary: it has a NUL byte near its start."""
        return b"\0" in self.content(entry)[:8000]

    def _commit(self, files: Files, *parents: str) -> str:
        lines = "".join(f"{entry.mode} {entry.oid}\t{path}\0" for path, entry in files.items())
        index = self._index()
        self._run(self._git, "update-index", "-z", "--index-info", stdin=_bytes(lines), variables=index)
        tree = self._run(self._git, "write-tree", variables=index).decode().strip()
        arguments = [word for parent in parents for word in ("-p", parent)]
        return self._run(self._git, "commit-tree", *arguments, "-m", "tree", tree).decode().strip()

    def _list(self, tree: str) -> Files:
        listed = self._run(self._git, "ls-tree", "-r", "-z", "--full-tree", tree)
        found = (line.partition("\t") for line in _texts(listed))
        return {path: Entry(meta.split()[0], meta.split()[2]) for meta, _, path in found}

    def _index(self) -> dict[str, str]:
        self._number += 1
        return {"GIT_INDEX_FILE": str(self._git / f"index-{self._number}")}

    def _run(
        self,
        folder: Path,
        *command: str,
        stdin: bytes = b"",
        variables: Mapping[str, str] | None = None,
        accepted: tuple[int, ...] = (0,),
    ) -> bytes:
        fixed = {"GIT_DIR": str(self._git), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
        given = _PERSON | fixed | dict(variables or {})
        code, output, errors = capture(["git", *command], folder, stdin=stdin, variables=given)
        if code not in accepted:
            raise GitFailed(f"git {command[0]}: {(errors or 'no output').splitlines()[-1]}")
        return output


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _texts(output: bytes) -> Iterator[str]:
    """Split output that ends each record with NUL; a path may have any bytes."""
    return (field.decode("utf-8", "surrogateescape") for field in output.split(b"\0") if field)
