"""Format rendered files as the project does, so that another line length is no conflict in every file."""

import shutil
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pystack_init.lifecycle.pyproject import PYPROJECT
from pystack_init.system.programs import run


def format_as(project: Path, folders: Sequence[Path]) -> None:
    """Format folders with the project's settings of ruff, if they differ from the rendered ones.

    Without ruff, or with settings that it refuses, the files stay as they are: there are more conflicts then.
    """
    own = _settings(project)
    ruff = find_ruff(project)
    changed = [folder for folder in folders if _settings(folder) != own]
    if ruff and own and changed:
        run(
            [str(ruff), "format", "--quiet", "--config", str(project / PYPROJECT), *map(str, changed)],
            project,
        )


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
