"""Format rendered files as the project does, so that another line length is no conflict in every file."""

import shutil
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pystack_init.lifecycle.pyproject import PYPROJECT
from pystack_init.system.programs import run
from pystack_init.system.staging import write_files


def format_as(project: Path, folders: Sequence[Path]) -> None:
    """Format folders with the project's settings of ruff, if they differ from the rendered ones.

    A file that the project has, but not formatted so, stays as it is: its owner changed the settings alone.
    Without ruff, or with settings that it refuses, all files stay as they are: there are more conflicts then.
    """
    own = _settings(project)
    ruff = find_ruff(project)
    changed = [folder for folder in folders if _settings(folder) != own]
    if not (ruff and own and changed):
        return
    command = [str(ruff), "format", "--quiet", "--force-exclude", "--config", str(project / PYPROJECT)]
    files = [(folder, file.relative_to(folder)) for folder in changed for file in folder.rglob("*.py")]
    paths = {path.as_posix() for _, path in files}
    unformatted = _unformatted(project, paths, command, folders[0].with_name("ours"))
    formatted = [str(folder / path) for folder, path in files if path.as_posix() not in unformatted]
    if formatted:
        run([*command, *formatted], project)


def _unformatted(project: Path, paths: Iterable[str], command: Sequence[str], copies: Path) -> set[str]:
    """Return the paths of the project's files that a command changes, tried on copies in a new folder."""
    own = {path: (project / path).read_bytes() for path in paths if (project / path).is_file()}
    write_files(copies, own)
    run([*command, str(copies)], project)
    return {path for path, data in own.items() if (copies / path).read_bytes() != data}


def find_ruff(project: Path) -> Path | None:
    """Find ruff: the project's own, that of a workspace, one beside this command, or one on PATH."""
    folders = [one / ".venv/bin" for one in (project.resolve(), *project.resolve().parents)]
    found = next(
        (one / "ruff" for one in (*folders, Path(sys.executable).parent) if (one / "ruff").is_file()), None
    )
    on_path = shutil.which("ruff")
    return found or (Path(on_path) if on_path else None)


def _settings(folder: Path) -> Mapping[str, Any]:
    """Return the settings of ruff that formatting depends on."""
    try:
        ruff = tomllib.loads((folder / PYPROJECT).read_text(encoding="utf-8"))["tool"]["ruff"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {key: ruff.get(key) for key in ("line-length", "indent-width", "preview", "format")}
