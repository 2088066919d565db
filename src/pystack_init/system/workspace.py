"""Find the uv workspace that would include a new project, and exclude the project from it.

A workspace has one lock file and one environment for all its members. A workspace inside another one is no
way out: uv then refuses to work in the outer one.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path, PurePosixPath
from typing import Any

from pystack_init.errors import PystackError
from pystack_init.system.signals import undoing

PYPROJECT = "pyproject.toml"
_TABLE = re.compile(r"^\[tool\.uv\.workspace\][^\n]*(?:\n|$)", re.MULTILINE)
_NEXT_TABLE = re.compile(r"^\[", re.MULTILINE)
_EXCLUDE = re.compile(r"^exclude\s*=\s*\[", re.MULTILINE)


class WorkspaceUndecided(PystackError):
    """A uv workspace would include the project, and nothing says whether it should."""

    code = "workspace-undecided"

    def __init__(self, root: Path, target: Path) -> None:
        super().__init__(f"The uv workspace `{root}` would include `{target}`", fields=["workspace"])


class NoWorkspace(PystackError):
    """The project should join a uv workspace, but none includes it."""

    code = "no-workspace"

    def __init__(self, target: Path) -> None:
        super().__init__(f"No uv workspace includes `{target}`", "Add it to `members` of the workspace first")


class WorkspaceUnreadable(PystackError):
    """The file of a workspace cannot be changed without risk."""

    code = "workspace-unreadable"

    def __init__(self, file: Path, pattern: str) -> None:
        message = f"`{file}` has a `[tool.uv.workspace]` that cannot be extended"
        super().__init__(message, f"Add {pattern} to its `exclude`, and run the command again")


def enclosing_workspace(target: Path) -> Path | None:
    """Find the folder of the workspace that includes a target, as uv does: the nearest project decides."""
    folder = target.resolve()
    root = next((one for one in folder.parents if (one / PYPROJECT).is_file()), None)
    if root is None:
        return None
    workspace = _workspace_of(_parsed((root / PYPROJECT).read_text(encoding="utf-8", errors="replace")))
    path = folder.relative_to(root).parts

    def lists(key: str) -> bool:
        return any(_matches(path, PurePosixPath(pattern).parts) for pattern in workspace.get(key, ()))

    return root if lists("members") and not lists("exclude") else None


@contextmanager
def excluded(target: Path, root: Path | None) -> Iterator[None]:
    """Exclude a target from the workspace in `root`; an exception or a signal in the block restores it."""
    if root is None:
        yield
        return
    file = root / PYPROJECT
    before = file.read_bytes()
    pattern = escape(target.resolve().relative_to(root).as_posix())
    after = _with_exclude(before.decode(), pattern, file).encode()

    def restore() -> None:
        if file.read_bytes() == after:
            file.write_bytes(before)

    with undoing(restore):
        file.write_bytes(after)
        yield


def _with_exclude(text: str, pattern: str, file: Path) -> str:
    """Add a pattern to `exclude`, and leave every other line as it is."""
    quoted = json.dumps(pattern, ensure_ascii=False)
    table = _TABLE.search(text)
    expected = _parsed(text)
    _workspace_of(expected)["exclude"] = [pattern, *_workspace_of(expected).get("exclude", ())]
    if table:
        end = _NEXT_TABLE.search(text, table.end())
        listed = _EXCLUDE.search(text, table.end(), end.start() if end else len(text))
        if listed:
            changed = f"{text[: listed.end()]}{quoted}, {text[listed.end() :]}"
        else:
            head = table[0] if table[0].endswith("\n") else f"{table[0]}\n"
            changed = f"{text[: table.start()]}{head}exclude = [{quoted}]\n{text[table.end() :]}"
        if _parsed(changed) == expected:
            return changed
    raise WorkspaceUnreadable(file, quoted)


def _parsed(text: str) -> dict[str, Any]:
    """Parse TOML; text that uv cannot read either has no workspace."""
    import tomllib  # noqa: PLC0415 - only if there is a project above

    with suppress(tomllib.TOMLDecodeError):
        return tomllib.loads(text)
    return {}


def _workspace_of(project: Mapping[str, Any]) -> dict[str, Any]:
    found = project.get("tool", {}).get("uv", {}).get("workspace")
    return found if isinstance(found, dict) else {}


def _matches(path: Sequence[str], pattern: Sequence[str]) -> bool:
    """Match a path part by part; `**` stands for any number of parts."""
    if not path or not pattern:
        return not path and set(pattern) <= {"**"}
    if pattern[0] == "**":
        return _matches(path, pattern[1:]) or _matches(path[1:], pattern)
    return fnmatchcase(path[0], pattern[0]) and _matches(path[1:], pattern[1:])
