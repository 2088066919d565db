"""Read the layout of a project from its README: the main folders and files, each with its purpose."""

import re
from pathlib import Path

from pystack_init.results.project import Purpose

_BLOCK = re.compile(r"^## Layout\n+```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^(\S+) +(.+)$", re.MULTILINE)


def layout_of(project: Path) -> tuple[Purpose, ...]:
    """List what the section `Layout` of the README lists."""
    block = _BLOCK.search((project / "README.md").read_text(encoding="utf-8"))
    return tuple(Purpose(*line) for line in _LINE.findall(block[1])) if block else ()
