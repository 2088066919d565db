"""Nine ordinary edits of an owner merge without a conflict with every change of features and answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edits import commit, edit
from pystack_init.planning.changes import features
from pystack_init.questions.stacks import HYBRID, STACKS, Stack

FULL = ("--client", "--devcontainer")
BARE = ("--auth=none", "--no-docker", "--ci=none", "--no-example")
# The feature that only some stacks have, by whether a stack has Django.
EXTRA = {True: "pages", False: "admin_panel"}
ANSWERS = ("database=postgresql", "ci=gitlab", "python=3.13", "license=Apache-2.0")


def make_edits(shop: Path, stack: Stack) -> None:
    """Change what every owner changes, in the way that the README shows."""
    edit(shop / "README.md", "# shop\n", "# The teapot shop\n")
    edit(shop / "pyproject.toml", "dependencies = [\n", 'dependencies = [\n    "boto3>=1",\n')
    edit(shop / "pyproject.toml", "line-length = 100", "line-length = 120")
    edit(shop / ".env.example", "# HOST=127.0.0.1\n", "# HOST=127.0.0.1\n# TEAPOTS=12\n")
    with (shop / "justfile").open("a", encoding="utf-8") as file:
        file.write("\n# Say hello\nhello:\n    @echo hello\n")
    edit(
        shop / "backend/settings.py",
        "    # Limits: times in seconds.\n",
        "    # Limits: times in seconds. Mine.\n",
    )
    if (shop / "compose.yaml").exists():
        text = (shop / "compose.yaml").read_text(encoding="utf-8")
        (shop / "compose.yaml").write_text(
            text.replace("restart: unless-stopped", "restart: always"), encoding="utf-8"
        )
    if stack.has_django:
        insert_last(shop / "backend/config/settings.py", '    "backend.', '    "backend.orders",\n')
        insert_last(
            shop / "backend/config/urls.py",
            "    urls.path(",
            '    urls.path("orders/", urls.include("backend.orders.urls")),\n',
        )
    if stack.has_fastapi:
        insert_last(
            shop / "backend/main.py",
            "    app.include_router(",
            "    app.include_router(orders.router, prefix=PREFIX)\n",
        )


def insert_last(file: Path, start: str, line: str) -> None:
    """Insert a line after the last one with this start."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    last = max(number for number, one in enumerate(lines) if one.startswith(start))
    lines.insert(last + 1, line)
    file.write_text("".join(lines), encoding="utf-8")


def changes(stack: Stack, *, full: bool) -> list[tuple[str, ...]]:
    """List the changes of a project that has every feature, or none."""
    extra = EXTRA[stack.has_django]
    others = {"auth", *EXTRA.values()}
    possible: list[tuple[str, ...]] = [(one.id,) for one in features() if one.id not in others]
    possible.append(("auth", extra))  # the extra one needs users
    if not full:
        return [("add", *names) for names in possible]
    switch = [("switch", HYBRID.id)] if stack != HYBRID else []
    removed = [("remove", *names) for names in [*possible, (extra,)]]
    return [*(("set", one) for one in ANSWERS), *removed, *switch]


@pytest.mark.matrix
@pytest.mark.parametrize("flags", [FULL, BARE], ids=["full", "bare"])
@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.id)
def test_ordinary_edits_are_no_conflict(
    stack: Stack,
    flags: tuple[str, ...],
    here: Path,
    run: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extra = (f"--{EXTRA[stack.has_django].replace('_', '-')}",) if flags == FULL else ()
    run("new", "shop", "--stack", stack.id, *flags, *extra, "--defaults", "--no-install", "--quiet")
    monkeypatch.chdir(here / "shop")
    make_edits(here / "shop", stack)
    commit(here / "shop")
    failures = {}
    for change in changes(stack, full=flags == FULL):
        ran = run(*change, "--dry-run", "--quiet")
        if ran.code:
            failures[" ".join(change)] = ran.err.strip().splitlines()[0]
    assert failures == {}
