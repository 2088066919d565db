"""`new` in the usual case: the files, the output and the first commit."""

import json
import os
import shlex
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from uv import find_uv_bin

from pystack_init.questions.stacks import FASTAPI

BARE = ("--defaults", "--no-install", "--no-git")


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_new_writes_a_project(run: Callable[..., Any], here: Path) -> None:
    ran = run("new", "shop", *BARE)
    assert (ran.code, ran.err) == (0, "Writing the project\n")
    for name in ("pyproject.toml", "README.md", ".env.example", ".env", ".pystack-init.yml"):
        assert (here / "shop" / name).is_file()
    assert not (here / "shop" / ".git").exists()


def test_new_leaves_nothing_but_the_project(
    run: Callable[..., Any], left_behind: Callable[[], list[str]]
) -> None:
    assert run("new", "shop", *BARE).code == 0
    assert left_behind() == ["here/shop"]


def test_what_was_written_is_counted(run: Callable[..., Any], here: Path) -> None:
    data = json.loads(run("new", "shop", *BARE, "--json", "--database", "postgresql").out)["data"]
    # All but `.env`, which is not rendered and holds secrets.
    assert data["files"]["count"] == sum(one.is_file() for one in (here / "shop").rglob("*")) - 1


def test_the_printed_command_makes_the_same_project(run: Callable[..., Any]) -> None:
    first = json.loads(
        run("new", "a b", *BARE, "--json", "--description", "It's {{ 7*7 }} $(x)", "--no-docker").out
    )["data"]
    words = shlex.split(first["command"])
    words[2] = "again"
    second = json.loads(run(*words[1:], "--json").out)["data"]
    assert second["files"] == first["files"]


def test_new_without_a_path_takes_the_folder_from_the_name(run: Callable[..., Any], here: Path) -> None:
    assert run("new", "--stack", "fastapi", *BARE, "-q").code == 0
    assert run("new", "--name", "Café Ünïcode", *BARE, "-q").code == 0
    assert sorted(one.name for one in here.iterdir()) == ["cafe-unicode", "my-service"]


def test_new_keeps_a_name_as_it_was_typed(run: Callable[..., Any], here: Path) -> None:
    assert run("new", "Café Ünïcode", *BARE, "-q").code == 0
    assert 'name = "cafe-unicode"' in (here / "Café Ünïcode" / "pyproject.toml").read_text()
    assert "name: Café Ünïcode" in (here / "Café Ünïcode" / ".pystack-init.yml").read_text()


def test_new_here_takes_the_folders_name_and_keeps_the_folder(
    run: Callable[..., Any], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "shop").mkdir()
    monkeypatch.chdir(here / "shop")
    inode = Path().stat().st_ino
    ran = run("new", ".", "--defaults", "--no-install")
    assert ran.code == 0
    assert "Next steps\n  uv sync\n" in ran.out
    assert (Path().stat().st_ino, (here / "shop").stat().st_ino) == (inode, inode)
    assert 'name = "shop"' in Path("pyproject.toml").read_text()
    assert git(Path(), "log", "--format=%an: %s") == "Ada Lovelace: Start the project with pystack-init\n"


def test_new_makes_missing_parents(run: Callable[..., Any], here: Path) -> None:
    assert run("new", "far/away/shop/", *BARE, "-q").code == 0
    assert (here / "far/away/shop/pyproject.toml").is_file()


def test_new_takes_an_absolute_path(run: Callable[..., Any], tmp_path: Path) -> None:
    assert run("new", str(tmp_path / "elsewhere"), *BARE, "-q").code == 0
    assert (tmp_path / "elsewhere/pyproject.toml").is_file()


def test_quiet_prints_nothing(run: Callable[..., Any]) -> None:
    ran = run("new", "shop", *BARE, "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_dry_run_shows_the_project_and_writes_nothing(
    run: Callable[..., Any], left_behind: Callable[[], list[str]]
) -> None:
    ran = run("new", "shop", "--defaults", "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Would create shop (")
    assert "Steps: render, install, verify (skipped), git\n" in ran.out
    assert left_behind() == []


@pytest.mark.parametrize("git_is", ["missing", "anonymous", "here"])
def test_dry_run_warns_of_nothing_that_it_does_not_do(
    run: Callable[..., Any],
    here: Path,
    without: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    git_is: str,
) -> None:
    if git_is == "here":
        git(here, "init", "--quiet")
    if git_is == "missing":
        without("git")
    if git_is == "anonymous":
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    ran = run("new", "shop", "--defaults", "--dry-run", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_dry_run_lists_every_file_for_scripts(
    run: Callable[..., Any], left_behind: Callable[[], list[str]]
) -> None:
    dry = json.loads(run("new", "shop", *BARE, "--dry-run", "--json").out)["data"]
    assert left_behind() == []
    wet = json.loads(run("new", "shop", *BARE, "--json").out)["data"]
    assert dry["dry_run"]
    assert dry["files"] == wet["files"]
    assert len(dry["tree"]) == wet["files"]["count"]
    assert {"path": ".env.example", "size": Path("shop/.env.example").stat().st_size} in dry["tree"]


def test_print_command_prints_one_line_and_writes_nothing(
    run: Callable[..., Any], left_behind: Callable[[], list[str]]
) -> None:
    ran = run("new", "shop", *BARE, "--print-command", "--author", "O'Neil")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("\n") == 1
    assert shlex.split(ran.out)[:3] == ["pystack-init", "new", "shop"]
    assert "O'Neil" in shlex.split(ran.out)
    assert left_behind() == []


def test_env_holds_fresh_secrets_for_the_owner_alone(run: Callable[..., Any]) -> None:
    run("new", "one", *BARE, "-q")
    run("new", "two", *BARE, "-q")
    one, two = (Path(name, ".env") for name in ("one", "two"))
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    secret = next(line for line in one.read_text().splitlines() if line.startswith("TOKEN_SECRET="))
    assert len(secret.removeprefix("TOKEN_SECRET=")) >= 32
    assert secret not in two.read_text()
    assert "\nTOKEN_SECRET=\n" in Path("one/.env.example").read_text()
    assert "\nENVIRONMENT=development\n" in f"\n{one.read_text()}"


def test_the_first_commit_holds_everything_but_the_secrets(run: Callable[..., Any]) -> None:
    ran = run("new", "shop", "--defaults", "--no-install")
    assert (ran.code, ran.err) == (0, "Writing the project\nCreating the first commit\n")
    assert git(Path("shop"), "status", "--porcelain") == ""
    tracked = git(Path("shop"), "ls-files").split()
    assert ".env.example" in tracked
    assert ".env" not in tracked


def test_a_lock_file_made_by_the_install_is_in_the_first_commit(
    run: Callable[..., Any], fake_uv: Callable[[str], None]
) -> None:
    fake_uv("echo locked > uv.lock")
    ran = run("new", "shop", "--defaults")
    assert ran.code == 0
    assert "\n\nNext steps\n  cd shop\n  uv run just dev  http://127.0.0.1:8000/api/docs\n" in ran.out
    assert "uv.lock" in git(Path("shop"), "ls-files").split()


def test_verify_runs_the_projects_own_checks_and_tests(
    run: Callable[..., Any], fake_uv: Callable[[str], None]
) -> None:
    fake_uv('echo "$@" >> "$HOME/uv-was-asked"')
    assert run("new", "shop", "--defaults", "--verify", "--no-git").code == 0
    asked = Path(os.environ["HOME"], "uv-was-asked").read_text().splitlines()
    # The imports run beside the second `sync`.
    assert [line for line in asked if "import" not in line] == [
        "sync --no-dev",
        "sync",
        "run just check",
        "run just test",
    ]


def test_the_install_compiles_what_the_first_start_imports(
    run: Callable[..., Any], fake_uv: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    allowed = '"${PYTHONDONTWRITEBYTECODE-may write}"'
    fake_uv(f'[ "$1" = sync ] || echo "$5: "{allowed} "$DATABASE_URL" >> "$HOME/imports"')
    assert run("new", "shop", "--defaults", "--no-git").code == 0
    ran = Path(os.environ["HOME"], "imports").read_text().splitlines()
    imports = sorted(FASTAPI.first_imports)
    assert sorted(ran) == [f"{code}: may write sqlite:///db.sqlite3" for code in imports]


def test_inside_a_repository_no_second_one_is_made(run: Callable[..., Any], here: Path) -> None:
    git(here, "init", "--quiet")
    ran = run("new", "shop", "--defaults", "--no-install")
    assert ran.code == 0
    assert ran.err.endswith(f"warning: `{here}` is already a git repository, so none was created inside it\n")
    assert not (here / "shop" / ".git").exists()


def test_a_fresh_clone_gets_the_first_commit(run: Callable[..., Any], here: Path) -> None:
    (here / "shop").mkdir()
    git(here / "shop", "init", "--quiet", "--initial-branch=trunk")
    ran = run("new", "shop", "--defaults", "--no-install", "-q")
    assert (ran.code, ran.err) == (0, "")
    assert git(here / "shop", "log", "--format=%s", "trunk") == "Start the project with pystack-init\n"


def test_no_commit_is_made_in_a_repository_with_commits(run: Callable[..., Any], here: Path) -> None:
    (here / "shop").mkdir()
    git(here / "shop", "init", "--quiet")
    git(here / "shop", "commit", "--quiet", "--allow-empty", "--message", "Mine")
    ran = run("new", "shop", "--defaults", "--no-install", "-q")
    assert (ran.code, ran.err) == (
        0,
        "warning: The repository already has commits, so nothing was committed\n",
    )
    assert git(here / "shop", "log", "--format=%s") == "Mine\n"


def test_without_a_git_identity_the_commit_is_made_with_a_warning(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    ran = run("new", "shop", "--defaults", "--no-install", "-q")
    assert ran.code == 0
    assert ran.err == (
        "warning: git has no user.name and user.email; set both, then run "
        "`git commit --amend --reset-author --no-edit`\n"
    )
    assert git(Path("shop"), "log", "--format=%an") == "pystack-init\n"


def test_an_incomplete_identity_in_the_environment_is_ignored(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ada")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ada@example.com")
    ran = run("new", "shop", "--defaults", "--no-install", "-q")
    assert ran.code == 0
    assert ran.err.startswith("warning: git has no user.name")


def test_without_git_the_project_is_created_with_a_warning(
    run: Callable[..., Any], without: Callable[..., None]
) -> None:
    without("git")
    ran = run("new", "shop", "--defaults", "--no-install", "-q")
    assert (ran.code, ran.err) == (
        0,
        "warning: git is not installed, so there is no repository and no first commit\n",
    )


def test_without_uv_on_path_the_next_steps_begin_with_it(
    run: Callable[..., Any], without: Callable[..., None]
) -> None:
    without("uv")
    document = json.loads(run("new", "shop", *BARE, "--json").out)["data"]
    get_uv = f"export PATH=$PATH:{Path(find_uv_bin()).parent}  # uv is there; or `pip install uv`"
    assert document["next_steps"] == ["cd shop", get_uv, "uv sync", "uv run just dev", "uv run just test"]


@pytest.mark.parametrize("flags", [("django_drf",), ("hybrid",), ("fastapi", "--admin-panel")])
def test_a_project_with_an_admin_names_the_account_that_it_needs(
    run: Callable[..., Any], flags: tuple[str, ...]
) -> None:
    ran = run("new", "shop", "--defaults", "--no-install", "--no-git", "--json", "--stack", *flags)
    data = json.loads(ran.out)["data"]
    assert "uv run just create-admin you@example.com" in data["next_steps"]
    assert "http://127.0.0.1:8000/admin/" in data["urls"]


def test_git_variables_of_another_repository_are_ignored(
    run: Callable[..., Any], here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    assert run("new", "shop", "--defaults", "--no-install", "-q").code == 0
    assert (here / "shop/.git").is_dir()
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_WORK_TREE")
    assert git(here / "shop", "log", "--format=%s") == "Start the project with pystack-init\n"


def test_without_a_network_the_install_uses_the_cache_and_the_commit_has_the_lock_file(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, warm_cache: Path
) -> None:
    monkeypatch.setenv("UV_CACHE_DIR", str(warm_cache))
    assert run("new", "online", "--defaults", "-q").code == 0
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")  # nothing listens there
    ran = run("new", "shop", "--defaults", "-q")
    assert (ran.code, ran.err) == (0, "")
    assert "uv.lock" in git(Path("shop"), "ls-files").split()
    assert git(Path("shop"), "status", "--porcelain") == ""


def test_a_failed_install_is_tried_from_the_cache_and_reported_as_it_first_failed(
    run: Callable[..., Any], fake_uv: Callable[[str], None]
) -> None:
    fake_uv('echo "$*" >> "$HOME/asked"; echo "error: failed with $*" >&2; exit 1')
    ran = run("new", "shop", "--defaults", "--no-git", "-q")
    assert Path(os.environ["HOME"], "asked").read_text() == "sync --no-dev\nsync --no-dev --offline\n"
    assert "failed: failed with sync --no-dev\n" in ran.err


def test_the_output_of_a_failed_step_is_printed_once_and_first(
    start: Callable[..., subprocess.Popen[str]], here: Path, fake_uv: Callable[[str], None]
) -> None:
    fake_uv("echo 'error: No such package' >&2; exit 1")
    with (here / "log").open("w") as log:
        process = start("new", "shop", "--defaults", "--no-git", stdout=log, stderr=log)
        assert process.wait() == 5
    log_text = (here / "log").read_text()
    assert log_text.count("No such package") == 1
    assert log_text.index("No such package") < log_text.index("Created shop")
    assert log_text.endswith(
        "error: The project was created, but `install` failed\n\nhint: To resume:\n  cd shop && uv sync\n"
    )


def test_the_command_that_resumes_two_failed_steps_works_without_a_git_identity(
    run: Callable[..., Any],
    fake: Callable[[str, str], None],
    fake_uv: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    real = shutil.which("git")
    fake("git", f'case "$*" in *commit*) exit 1;; esac; exec {real} "$@"')
    fake_uv("test $1 = sync")
    document = json.loads(run("new", "shop", "--defaults", "--verify", "--json").out)
    resume = document["error"]["hint"].removeprefix("To resume:\n  ")
    assert resume == (
        "cd shop && git init --initial-branch=main && git add --all && "
        "git -c user.name=pystack-init -c user.email=pystack-init@localhost "
        "commit --message 'Start the project with pystack-init' && uv run just check && uv run just test"
    )
    fake("git", f'exec {real} "$@"')
    fake_uv("exit 0")
    subprocess.run(["sh", "-c", resume], check=True)
    assert git(Path("shop"), "log", "--format=%an") == "pystack-init\n"


@pytest.mark.parametrize(
    ("script", "reported"),
    [
        ("echo first; echo no such package >&2; exit 1", "no such package"),
        (
            "echo 'error: No way\n  cause: Because\n  cause: and of us\n\nhint: Try less' >&2; exit 1",
            "No way: Because: and of us",
        ),
        ("echo '=== 1 failed, 83 passed in 9.00s ==='; exit 1", "1 failed, 83 passed in 9.00s"),
        ("exit 1", "no output"),
    ],
)
def test_a_failed_install_keeps_the_project_and_prints_how_to_resume(
    run: Callable[..., Any], fake_uv: Callable[[str], None], script: str, reported: str
) -> None:
    fake_uv(script)
    ran = run("new", "my shop", "--defaults", "--no-git", "-q")
    assert ran.code == 5
    assert ran.out == ""
    assert ran.err == (
        f"error: The project was created, but `install` failed: {reported}\n\n"
        "hint: To resume:\n  cd 'my shop' && uv sync\n"
    )
    assert Path("my shop/pyproject.toml").is_file()


def test_after_a_failed_install_one_command_runs_the_remaining_steps(
    run: Callable[..., Any], fake_uv: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "GIT_CONFIG_GLOBAL", os.devnull
    )  # no author is configured, but there is no commit to amend
    fake_uv("exit 1")
    commit = (
        "git init --initial-branch=main && git add --all && "
        "git -c user.name=pystack-init -c user.email=pystack-init@localhost "
        "commit --message 'Start the project with pystack-init'"
    )
    document = json.loads(run("new", "shop", "--defaults", "--verify", "--json").out)
    assert document["warnings"] == []
    assert [(one["id"], one["status"], one["resume"]) for one in document["data"]["steps"]] == [
        ("render", "done", None),
        (
            "install",
            "failed",
            f"cd shop && uv sync && uv run just check && uv run just test && {commit}",
        ),
        ("verify", "skipped", None),
        ("git", "skipped", None),
    ]
    assert not Path("shop/.git").exists()

    fake_uv("test $1 = run || echo locked > uv.lock")
    subprocess.run(["sh", "-c", document["data"]["steps"][1]["resume"]], check=True)
    assert {"uv.lock", "pyproject.toml"} < set(git(Path("shop"), "ls-files").split())


def test_json_reports_a_failed_step_with_the_command_that_resumes(
    run: Callable[..., Any], fake_uv: Callable[[str], None]
) -> None:
    fake_uv('test "$1" = sync')
    ran = run("new", "shop", "--defaults", "--verify", "--no-git", "--json")
    document = json.loads(ran.out)
    assert (ran.code, ran.err, document["ok"]) == (5, "", False)
    assert document["error"]["code"] == "step-failed"
    assert document["error"]["exit_code"] == 5
    verify = next(step for step in document["data"]["steps"] if step["id"] == "verify")
    assert (verify["status"], verify["resume"]) == (
        "failed",
        "cd shop && uv run just check && uv run just test",
    )
