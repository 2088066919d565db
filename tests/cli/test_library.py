"""`commands/` and `planning/` as a library: no terminal, no Typer, no rich, the data that `--json` prints."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pystack_init.errors import IncompatibleAnswers, InvalidAnswer
from pystack_init.planning.sources import gather

# What a front end of one's own would do.
SCRIPT = """
import json, os, sys
from pathlib import Path

from pystack_init.commands.compare import compare
from pystack_init.commands.doctor import doctor
from pystack_init.commands.new import new
from pystack_init.commands.options import options
from pystack_init.commands.recommend import recommend
from pystack_init.planning.plan import make_plan
from pystack_init.planning.run_options import RunOptions
from pystack_init.planning.sources import gather

answers = gather(flags={"stack": "hybrid", "author": "Ada"})
dry_run = RunOptions(install=False, git=False, dry_run=True)
results = [
    recommend(gather(flags={"use_case": "telegram-bot", "ops": "no"})),
    options(),
    compare(["performance", "admin"], markdown=False),
    doctor(Path.cwd(), os.environ),
    new(make_plan("shop", answers, lambda: None), dry_run),
]
foreign = sys.modules.keys() & {"typer", "rich", "pystack_init.cli", "pystack_init.terminal"}
print(json.dumps([sorted(foreign), {result.command: result.data() for result in results}]))
"""
COMMANDS = (
    ("recommend", "--use-case", "telegram-bot", "--ops", "no"),
    ("options",),
    ("compare", "--row", "performance", "--row", "admin"),
    ("doctor",),
    *(
        (
            "new",
            "shop",
            "--stack",
            "hybrid",
            "--author",
            "Ada",
            "--defaults",
            "--no-install",
            "--no-git",
            "--dry-run",
        ),
    ),
)


@pytest.fixture
def as_library(here: Path) -> dict[str, Any]:
    """Run every command as a library, in a process that has no terminal."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=here, stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    foreign, data = json.loads(ran.stdout)
    assert (foreign, ran.stderr) == ([], b"")
    return dict(data)


def test_the_library_returns_what_json_prints(as_library: dict[str, Any], run: Callable[..., Any]) -> None:
    printed = {argv[0]: json.loads(run(*argv, "--json").out)["data"] for argv in COMMANDS}
    assert as_library == printed


def test_an_error_of_the_library_names_the_field_and_a_suggestion() -> None:
    with pytest.raises(InvalidAnswer) as invalid:
        gather(flags={"database": "sqlit"})
    assert (invalid.value.field, invalid.value.suggestion) == ("database", "sqlite")
    with pytest.raises(
        IncompatibleAnswers, match=r"^`pages` needs Django, but `stack: fastapi` was given$"
    ) as two:
        gather(flags={"stack": "fastapi", "pages": True})
    assert (two.value.fields, two.value.suggestion) == (("pages", "stack"), "django_drf")
