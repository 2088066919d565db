"""Format rendered files as the project does, so that another line length is no conflict in every file."""

import shutil
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
    ruff = project / ".venv/bin/ruff"
    program = str(ruff) if ruff.is_file() else shutil.which("ruff")
    changed = [folder for folder in folders if _settings(folder) != own]
    if program and own and changed:
        run([program, "format", "--quiet", "--config", str(project / PYPROJECT), *map(str, changed)], project)


def _settings(folder: Path) -> Mapping[str, Any]:
    """Return the settings of ruff that formatting depends on."""
    try:
        ruff = tomllib.loads((folder / PYPROJECT).read_text(encoding="utf-8"))["tool"]["ruff"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {key: ruff.get(key) for key in ("line-length", "indent-width", "preview", "format")}
