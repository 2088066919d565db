"""What the pages say can be typed about choosing a stack can be typed."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = sorted(
    {
        line.partition(" > ")[0]
        for page in PAGES
        for line in re.findall(
            r"(?m)^pystack-init (?:recommend|compare) .*$", page.read_text(encoding="utf-8")
        )
    }
)


def test_there_are_some() -> None:
    assert len(COMMANDS) == 4


@pytest.mark.parametrize("command", COMMANDS)
def test_a_documented_command_does_what_it_says(run: Callable[..., Any], command: str) -> None:
    ran = run(*shlex.split(command)[1:])
    assert (ran.code, ran.err) == (0, "")
    assert ran.out
