"""Below a uv workspace, a project is independent or a member by choice; uv decides what a workspace is."""

import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pystack_init.system.workspace import enclosing_workspace
from terminals import CREATE, CTRL_C, DOWN, ENTER, UP, Terminal, recorded
from terminals import QUICK as STEPS_OFF
from waiting import LIMIT, wait_until

PROJECT = '[project]\nname = "{}"\nversion = "0"\nrequires-python = ">=3.11"\n'
WORKSPACE = PROJECT.format("root") + '[tool.uv.workspace]\nmembers = ["*"]\n'
CHOOSE = "`--no-workspace` excludes it, with a lock file of its own; `--workspace` makes it a member"
QUICK = ("--defaults", "--no-git", "-q")


@pytest.fixture
def workspace(here: Path) -> Path:
    """Make the current folder a workspace of everything in it."""
    (here / "pyproject.toml").write_text(WORKSPACE)
    return here


@pytest.mark.parametrize(
    ("target", "table"),
    [
        ("shop", 'members = ["*"]'),
        ("shop", 'members = ["other"]'),
        ("shop", 'members = ["./shop"]'),
        ("shop", 'members = ["shop/"]'),
        ("shop", 'members = ["*"]\nexclude = ["sh*"]'),
        ("shop", "members = []"),
        ("shop", ""),
        ("a/shop", 'members = ["*"]'),
        ("a/shop", 'members = ["a/*"]'),
        ("a/shop", 'members = ["**/shop"]'),
        ("a/b/shop", 'members = ["a/**/shop"]'),
        (".shop", 'members = ["*"]'),
    ],
)
@pytest.mark.parametrize("between", [None, PROJECT.format("mid"), "[tool.ruff]\n"])
def test_a_workspace_is_where_uv_finds_it(here: Path, target: str, table: str, between: str | None) -> None:
    (here / "pyproject.toml").write_text(f"{PROJECT.format('root')}[tool.uv.workspace]\n{table}\n")
    shop = here / target
    (shop / "deep").mkdir(parents=True)
    if between and shop.parent != here:
        (shop.parent / "pyproject.toml").write_text(between)
    found = enclosing_workspace(shop)
    (shop / "pyproject.toml").write_text(PROJECT.format("shop"))
    subprocess.run(["uv", "lock", "--offline", "--quiet"], cwd=shop, check=True)
    assert [one.parent for one in here.rglob("uv.lock")] == [found or shop]


@pytest.mark.parametrize("flags", [(), ("--dry-run",), ("--no-install",)])
def test_a_project_below_a_workspace_is_refused_without_a_choice(
    run: Callable[..., Any], workspace: Path, flags: tuple[str, ...]
) -> None:
    ran = run("new", "shop", *QUICK, *flags)
    message = f"The uv workspace `{workspace}` would include `shop`"
    assert (ran.code, ran.out, ran.err) == (1, "", f"error: {message}\n\nhint: {CHOOSE}\n")
    assert [one.name for one in workspace.iterdir()] == ["pyproject.toml"]


def test_an_independent_project_has_its_own_lock_file_and_the_workspace_works(
    run: Callable[..., Any], workspace: Path, warm_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_CACHE_DIR", str(warm_cache))
    assert run("new", "shop", *QUICK, "--no-workspace").code == 0
    assert (workspace / "shop/uv.lock").is_file()
    assert (workspace / "shop/.venv").is_dir()
    assert sorted(one.name for one in workspace.iterdir()) == ["pyproject.toml", "shop"]
    table = '[tool.uv.workspace]\nexclude = ["shop"]\nmembers = ["*"]\n'
    assert (workspace / "pyproject.toml").read_text() == PROJECT.format("root") + table
    subprocess.run(["uv", "lock", "--offline", "--quiet"], cwd=workspace, check=True)
    assert 'name = "shop"' not in (workspace / "uv.lock").read_text()
    shutil.rmtree(workspace / "shop")
    assert run("new", "shop", *QUICK, "--no-install").code == 0  # excluded already


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[tool.uv.workspace] # ours\nmembers = ["*"]', None),
        ('[tool.uv.workspace]\nmembers = ["*"]\nexclude = [\n    "old", # no longer used\n]', '"old"'),
        ('[tool.uv.workspace]\nexclude = []\nmembers = ["*"]\n\n[tool.other]\nexclude = []', None),
        ('[tool.uv]\nworkspace = { members = ["*"] }', "refused"),
    ],
)
def test_only_the_list_of_exclusions_is_changed(
    run: Callable[..., Any], here: Path, before: str, after: str | None
) -> None:
    (here / "pyproject.toml").write_text(before)
    ran = run("new", "a [b]", *QUICK, "--no-install", "--no-workspace")
    text = (here / "pyproject.toml").read_text()
    if after == "refused":
        message = f"`{here}/pyproject.toml` has a `[tool.uv.workspace]` that cannot be extended"
        hint = 'Add "a [[]b]" to its `exclude`, and run the command again'
        assert (ran.code, ran.err, text) == (1, f"error: {message}\n\nhint: {hint}\n", before)
        assert not (here / "a [b]").exists()
        return
    assert ran.code == 0
    assert enclosing_workspace(here / "a [b]") is None
    assert enclosing_workspace(here / "another") == here
    assert [line for line in before.splitlines() if line not in text] in (
        [],
        ["exclude = ["],
        ["exclude = []"],
    )


def test_a_member_leaves_the_lock_file_and_the_environment_of_the_workspace_to_uv(
    run: Callable[..., Any], workspace: Path, fake_uv: Callable[[str], None]
) -> None:
    fake_uv('touch "$TMPDIR/../uv-ran"')
    ran = run("new", "shop", *QUICK, "--workspace", "--no-docker")
    assert (ran.code, ran.err) == (0, "")
    assert (workspace / "pyproject.toml").read_text() == WORKSPACE
    assert sorted(one.name for one in workspace.iterdir()) == ["pyproject.toml", "shop"]
    assert not (workspace.parent / "uv-ran").exists()


@pytest.mark.parametrize(
    ("flags", "code", "message", "hint"),
    [
        (
            (),
            2,
            "`--docker` needs a `uv.lock` of the project's own, but `--workspace` was given",
            "Use `--no-docker` or `--no-workspace`",
        ),
        (
            ("--verify",),
            2,
            "`--verify` needs an environment of the project's own, but `--workspace` was given",
            "Drop `--verify`, or use `--no-workspace`",
        ),
    ],
)
def test_a_member_has_nothing_that_needs_a_lock_file_of_its_own(
    run: Callable[..., Any], workspace: Path, flags: tuple[str, ...], code: int, message: str, hint: str
) -> None:
    ran = run("new", "shop", *QUICK, "--workspace", *flags)
    assert (ran.code, ran.err) == (code, f"error: {message}\n\nhint: {hint}\n")
    assert [one.name for one in workspace.iterdir()] == ["pyproject.toml"]


def test_a_member_without_a_workspace_is_refused(run: Callable[..., Any], here: Path) -> None:
    ran = run("new", "shop", *QUICK, "--workspace", "--no-docker")
    hint = "Add it to `members` of the workspace first"
    assert (ran.code, ran.err) == (1, f"error: No uv workspace includes `shop`\n\nhint: {hint}\n")
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_cancelled_install_leaves_no_lock_file_or_environment_in_the_workspace(
    start: Callable[..., subprocess.Popen[str]],
    workspace: Path,
    fake_uv: Callable[[str], None],
    signum: int,
) -> None:
    fake_uv("mkdir .venv; touch uv.lock; exec sleep 60")
    process = start("new", "shop", *QUICK, "--no-workspace")
    wait_until((workspace / "shop/uv.lock").exists, "the install did not start")
    process.send_signal(signum)
    process.communicate(timeout=LIMIT)
    assert process.returncode == 128 + signum
    assert {one.name for one in workspace.iterdir()} <= {"pyproject.toml", "shop"}
    # The project is excluded exactly if it was kept.
    is_excluded = (workspace / "pyproject.toml").read_text() != WORKSPACE
    assert is_excluded == (workspace / "shop").exists()


@pytest.mark.parametrize(("keys", "is_member"), [((ENTER,), False), ((DOWN, ENTER), True)])
def test_a_terminal_asks_for_the_choice(
    open_terminal: Callable[..., Terminal], workspace: Path, keys: tuple[str, ...], *, is_member: bool
) -> None:
    terminal = open_terminal("new", "shop", "--stack", "fastapi", *STEPS_OFF, columns=200)
    terminal.see(f"? The uv workspace `{workspace}` would include the project. Should it?")
    terminal.press(*keys)
    terminal.see(CREATE)
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert ((workspace / "pyproject.toml").read_text() == WORKSPACE) is is_member
    assert recorded(workspace / "shop")["docker"] is not is_member


@pytest.mark.parametrize(("keys", "code"), [((UP, ENTER), 1), ((CTRL_C,), 130)])
def test_the_choice_can_be_refused(
    open_terminal: Callable[..., Terminal], workspace: Path, keys: tuple[str, ...], code: int
) -> None:
    terminal = open_terminal("new", "shop", "--stack", "fastapi", "--docker", *STEPS_OFF)
    terminal.see(" » Exclude it\n   Stop; nothing is written")
    terminal.press(*keys)
    assert terminal.end() == code
    assert [one.name for one in workspace.iterdir()] == ["pyproject.toml"]
