"""Every refusal: its exit code, its complete message, and that nothing was written."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pystack_init import COMMANDS
from pystack_init.questions.project import BY_ID
from pystack_init.suggestions import one_of

BARE = ("--defaults", "--no-install", "--no-git")


@pytest.mark.parametrize(
    ("flags", "message", "hint"),
    [
        (("--stack", "fastapi"), "needs Django, but `--stack fastapi` was given", "--stack django_drf"),
        ((), "needs Django, but `--stack fastapi` is the default", "--stack django_drf"),
        (
            ("--stack", "django_drf", "--auth", "none"),
            "needs accounts, but `--auth none` was given",
            "--auth jwt",
        ),
    ],
)
def test_pages_are_refused_without_django_or_accounts(
    run: Callable[..., Any], flags: tuple[str, ...], message: str, hint: str
) -> None:
    ran = run("new", "shop", "--pages", *flags, *BARE)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: `--pages` {message}\n\nhint: Drop `--pages`, or use `{hint}`\n"


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("", "The folder name `` is not a valid name", "my-service"),
        ("..", "The folder name `..` is not a valid name", "my-service"),
        ("far/..", "The folder name `..` is not a valid name", "my-service"),
        ("/", "The folder name `` is not a valid name", "my-service"),
        (" ", "The folder name ` ` starts or ends with a space or a dot", "my-service"),
        ("shop ", "The folder name `shop ` starts or ends with a space or a dot", "shop"),
        ("shop.", "The folder name `shop.` starts or ends with a space or a dot", "shop"),
        ("a\nb", "The folder name `a\\nb` contains a line break", "a-b"),
        ("a\tb", "The folder name `a\\tb` contains a tab", "a-b"),
        ("a\x1b[31mb", "The folder name `a\\x1b[31mb` contains the character U+001B", "a-31mb"),
        ("a\u202eb", "The folder name `a\\u202eb` contains the character U+202E", "ab"),
        ("a\udcffb", "The folder name `a\\udcffb` contains the character U+DCFF", "ab"),
        ("a\\b", "The folder name `a\\b` contains a path separator", "a-b"),
        ("CON", "The folder name `CON` is reserved by Windows", "con-service"),
        ("nul.txt", "The folder name `nul.txt` is reserved by Windows", "nul-txt"),
        ("Com1", "The folder name `Com1` is reserved by Windows", "com1-service"),
        ("x" * 101, f"The folder name `{'x' * 20}…` has 101 characters, at most 100 are allowed", "x" * 92),
        ("店" * 90, f"The folder name `{'店' * 90}` is longer than 255 bytes", None),
    ],
)
def test_an_invalid_folder_name_is_refused(
    run: Callable[..., Any], left_behind: Callable[[], list[str]], path: str, message: str, hint: str | None
) -> None:
    ran = run("new", *BARE, "--", path)
    assert (ran.code, ran.out) == (2, "")
    reported, _, offered = ran.err.partition("\n\nhint: ")
    assert reported == f"error: {message}"
    assert offered.startswith("Try `pystack-init new ")
    if hint:
        assert offered == f"Try `pystack-init new {hint}`\n"
    assert left_behind() == []


def test_a_name_that_begins_like_a_flag(
    run: Callable[..., Any], left_behind: Callable[[], list[str]]
) -> None:
    ran = run("new", *BARE, "--", "-shop")
    assert (ran.code, ran.out, ran.err) == (
        2,
        "",
        (
            "error: The folder name `-shop` starts with `-`, like a command-line option\n\n"
            "hint: Try `pystack-init new shop`\n"
        ),
    )
    assert left_behind() == []


@pytest.mark.parametrize(
    "name",
    ["fastapi", "FastAPI", "pytest", "Starlette", "pydantic_core", "click", "Django", "whitenoise", "orjson"],
)
def test_the_name_of_a_package_that_the_project_installs(
    run: Callable[..., Any], left_behind: Callable[[], list[str]], name: str
) -> None:
    ran = run("new", name, *BARE)
    slug = name.lower().replace("_", "-")
    assert (ran.code, ran.out, ran.err) == (
        2,
        "",
        (
            f"error: The name `{name}` conflicts with the package `{slug}`, which the project installs\n\n"
            f"hint: Try `--name {slug}-service`\n"
        ),
    )
    assert left_behind() == []


def test_a_name_without_a_letter(run: Callable[..., Any]) -> None:
    ran = run("new", "!!!", *BARE)
    assert (ran.code, ran.err) == (
        2,
        "error: The name `!!!` has no letter or digit\n\nhint: Try `--name my-service`\n",
    )


@pytest.mark.parametrize(
    ("flag", "value", "message", "hint"),
    [
        ("--name", "", "The name is empty", "Try `--name my-service`"),
        ("--name", "a/b", "The name `a/b` contains a path separator", "Try `--name a-b`"),
        ("--name", "..", "The name `..` is not a valid name", "Try `--name my-service`"),
        (
            "--author",
            "a\nb",
            "The author contains a line break, which is not allowed",
            "Try `--author 'a b'`",
        ),
        ("--author", "a\t", "The author contains a tab, which is not allowed", "Try `--author a`"),
        ("--author", "", "The author is empty", "Try `--author 'The project authors'`"),
        ("--description", " ", "The description is empty", "Try `--description 'A web service'`"),
        (
            "--description",
            "a\udcff",
            "The description contains the character U+DCFF, which is not allowed",
            "Try `--description a`",
        ),
        (
            "--description",
            "x" * 201,
            "The description has 201 characters, at most 200 are allowed",
            f"Try `--description {'x' * 200}`",
        ),
        (
            "--database",
            "postgres",
            "Invalid value `postgres` for `--database`; choose `sqlite` or `postgresql`",
            "Try `--database postgresql`",
        ),
        (
            "--set",
            "databse=sqlite",
            "Unknown question `databse` (in `--set`)",
            "Did you mean `database`?",
        ),
        (
            "--stack",
            "x",
            "Invalid value `x` for `--stack`; choose `fastapi`, `django_drf`, `hybrid` or `auto`",
            "Try `--stack fastapi`",
        ),
        (
            "--set",
            "docker=maybe",
            "Invalid value `maybe` for `docker` in `--set`; choose `yes` or `no`",
            "Write `yes` or `no`",
        ),
        ("--set", "docker", "`--set docker` has no value", "Write `--set question=answer`"),
    ],
)
def test_an_invalid_answer_is_refused_with_a_suggestion(
    run: Callable[..., Any],
    left_behind: Callable[[], list[str]],
    flag: str,
    value: str,
    message: str,
    hint: str,
) -> None:
    ran = run("new", "shop", *BARE, flag, value)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {message}\n\nhint: {hint}\n")
    assert left_behind() == []


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("PYSTACK_DATABSE", "did you mean `PYSTACK_DATABASE`?"),
        ("PYSTACK_database", "did you mean `PYSTACK_DATABASE`?"),
        ("PYSTACK_ZZZ", "known: PYSTACK_NAME, PYSTACK_DESCRIPTION, "),
    ],
)
def test_an_unknown_variable_is_a_warning(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, variable: str, meant: str
) -> None:
    monkeypatch.setenv(variable, "sqlite")
    ran = run("new", "shop", *BARE, "-q")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(
        f"warning: The variable `{variable}` is ignored: it answers no question; {meant}"
    )
    warnings = json.loads(run("recommend", "--defaults", "--json").out)["warnings"]
    assert [one["code"] for one in warnings] == ["unknown-variable"]


def test_an_unknown_variable_is_named_beside_the_error_that_it_causes(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYSTACK_SURFASE", "site")
    ran = run("recommend")
    assert ran.code == 2
    assert ran.err.startswith(
        "warning: The variable `PYSTACK_SURFASE` is ignored: it answers no question; "
        "did you mean `PYSTACK_SURFACE`?\nerror: Missing options"
    )
    assert [one["code"] for one in json.loads(run("recommend", "--json").out)["warnings"]] == [
        "unknown-variable"
    ]


@pytest.mark.parametrize("flags", [(), ("--dry-run",), ("--no-install",), ("--print-command",)])
def test_a_repository_without_git_is_refused_before_the_write(
    run: Callable[..., Any],
    without: Callable[..., None],
    left_behind: Callable[[], list[str]],
    flags: tuple[str, ...],
) -> None:
    without("git")
    ran = run("new", "shop", "--defaults", "--git", *flags)
    assert (ran.code, ran.out, ran.err) == (
        1,
        "",
        "error: `--git` was given, but git is not installed\n\nhint: Install git, or drop `--git`\n",
    )
    assert left_behind() == []


@pytest.mark.parametrize(
    ("argv", "one", "other"),
    [
        ("compare --json --markdown", "--json", "--markdown"),
        ("new shop --defaults --dry-run --print-command", "--dry-run", "--print-command"),
        ("new shop --defaults --quiet --print-command", "--print-command", "--quiet"),
    ],
)
def test_two_output_modes_at_once_are_refused(
    run: Callable[..., Any], left_behind: Callable[[], list[str]], argv: str, one: str, other: str
) -> None:
    ran = run(*argv.split())
    message, hint = f"`{one}` and `{other}` exclude each other", f"Drop `{one}` or `{other}`"
    if one == "--json":
        error = json.loads(ran.out)["error"]
        assert (ran.code, error["message"], error["hint"]) == (2, message, hint)
    else:
        assert (ran.code, ran.out, ran.err) == (2, "", f"error: {message}\n\nhint: {hint}\n")
    assert left_behind() == []


def test_a_number_is_no_misspelling_of_another_one(run: Callable[..., Any]) -> None:
    ran = run("new", "shop", *BARE, "--python", "3.10")
    assert ran.err == (
        "error: Invalid value `3.10` for `--python`; choose `3.11`, `3.12`, `3.13` or `3.14`\n\n"
        f"hint: Try `--python {BY_ID['python'].default_text}`\n"
    )


def test_an_invalid_value_from_the_environment_is_reported_with_its_origin(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYSTACK_NAME", "a/b")
    ran = run("new", "shop", *BARE)
    assert (ran.code, ran.err) == (
        2,
        "error: The name `a/b` contains a path separator (in the environment)\n\nhint: Try `--name a-b`\n",
    )


def test_all_missing_answers_are_listed_with_a_complete_command(
    run: Callable[..., Any], left_behind: Callable[[], list[str]]
) -> None:
    ran = run(
        "new",
        "a b",
        "--author",
        "Ada",
        "--python",
        "3.12",
        "--license",
        "MIT",
        "--stack",
        "fastapi",
        "--no-docker",
    )
    assert (ran.code, ran.out, ran.err) == (
        2,
        "",
        (
            "error: Missing options (no interactive terminal to ask in): "
            "`--description`, `--database`, `--auth`, `--ci`, `--example`, `--jobs`, `--live`, "
            "`--admin-panel`, `--devcontainer`, `--client`, `--ml`\n\n"
            "hint: Add `--defaults` to use the defaults, or run:\n"
            "  pystack-init new 'a b' --name 'a b' --description 'A web service' --author Ada --license MIT "
            "--python 3.12 --stack fastapi --database sqlite --auth jwt --no-docker --ci github --example "
            "--no-jobs --no-live --no-admin-panel --no-devcontainer --no-client --no-ml\n"
        ),
    )
    assert left_behind() == []


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        (("nwe",), "No such command `nwe`", "Did you mean `new`?"),
        (("new", "--stak", "x"), "No such option: --stak", "Did you mean `--stack`?"),
        (
            ("new", "a", "b"),
            "Got unexpected extra argument(s) (b)",
            "`pystack-init new --help` shows the options",
        ),
        (
            ("new", "--stack"),
            "Option `--stack` requires an argument",
            "`pystack-init new --help` shows the options",
        ),
        (("zzz",), "No such command `zzz`", f"Choose {one_of(COMMANDS)}"),
        (("--bad",), "No such option: --bad", "`pystack-init --help` shows the options"),
        (
            ("new", "shop", "--verify", "--no-install"),
            "`--verify` needs the dependencies, but `--no-install` was given",
            "Drop `--verify` or `--no-install`",
        ),
    ],
)
def test_an_invalid_command_line_is_refused_with_a_hint(
    run: Callable[..., Any], argv: tuple[str, ...], message: str, hint: str
) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: {message}\n\nhint: {hint}\n")


def test_a_folder_with_files(run: Callable[..., Any], here: Path) -> None:
    (here / "shop").mkdir()
    (here / "shop" / "notes").write_text("mine")
    ran = run("new", "shop", *BARE)
    assert (ran.code, ran.out, ran.err) == (
        1,
        "",
        "error: The folder `shop` is not empty\n\nhint: Choose another name, or empty the folder first\n",
    )
    assert [one.name for one in (here / "shop").iterdir()] == ["notes"]


def test_here_with_files(run: Callable[..., Any], here: Path) -> None:
    (here / "notes").write_text("mine")
    ran = run("new", ".", *BARE)
    assert (ran.code, ran.err) == (
        1,
        "error: The folder `.` is not empty\n\nhint: Choose another name, or empty the folder first\n",
    )


def test_a_file_a_dangling_link_and_a_parent_that_is_a_file(run: Callable[..., Any], here: Path) -> None:
    (here / "file").write_text("mine")
    (here / "link").symlink_to("nowhere")
    before = sorted(here.iterdir())
    for path, message, hint in (
        ("file", "`file` is a file", "Choose another name, or remove it first"),
        ("link", "`link` is a broken symbolic link", "Remove it, or choose another name"),
        ("file/shop", "`file` is not a folder", "Choose a path whose parents are folders"),
        ("link/deep/shop", "`link` is not a folder", "Choose a path whose parents are folders"),
    ):
        ran = run("new", path, *BARE)
        assert (ran.code, ran.out, ran.err) == (1, "", f"error: {message}\n\nhint: {hint}\n")
    assert sorted(here.iterdir()) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; the read-only test below covers it")
def test_a_parent_that_is_not_writable(run: Callable[..., Any], here: Path) -> None:
    (here / "locked").mkdir(mode=0o555)
    ran = run("new", "locked/shop", *BARE)
    assert (ran.code, ran.err) == (
        1,
        "error: The folder `locked` is not writable\n\nhint: Choose a folder that you can write to\n",
    )


def test_a_file_system_that_is_read_only(run: Callable[..., Any]) -> None:
    ran = run("new", "/proc/self/shop", *BARE)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: ")


def test_a_folder_that_vanished(run: Callable[..., Any], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "gone").mkdir()
    monkeypatch.chdir(here / "gone")
    (here / "gone").rmdir()
    ran = run("new", "shop", *BARE)
    monkeypatch.chdir(here)
    assert (ran.code, ran.out, ran.err) == (
        1,
        "",
        "error: The current folder no longer exists\n\nhint: Change to an existing folder with `cd`\n",
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "a.yml",
            "- one\n",
            "The answers file `a.yml` cannot be read: it contains no `question: answer` lines",
        ),
        ("a.yml", "name: [1]\n", "The answer to `name` in `a.yml` is not a single value"),
        (
            "a.yml",
            "ci: none\nci: github\n",
            "The answers file `a.yml` cannot be read: duplicate key `ci`",
        ),
        ("a.json", "[" * 100_000, "The answers file `a.json` cannot be read: maximum recursion depth"),
        ("a.toml", f"a = {'[' * 100_000}", "The answers file `a.toml` cannot be read: "),
        ("a.json", "{", "The answers file `a.json` cannot be read: Expecting property name"),
        ("a.toml", "name = ", "The answers file `a.toml` cannot be read: Invalid value"),
        ("a.yml", "databse: sqlite\n", "Unknown question `databse` (in the answers file)"),
        (
            "a.yml",
            "database: oracle\n",
            "Invalid value `oracle` for `database` in the answers file; choose `sqlite` or `postgresql`\n",
        ),
    ],
)
def test_an_invalid_answers_file_is_refused(
    run: Callable[..., Any], here: Path, name: str, content: str, reason: str
) -> None:
    (here / name).write_text(content)
    ran = run("new", "shop", *BARE, "--answers-file", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {reason}")
    assert not (here / "shop").exists()


def test_answers_files_that_cannot_be_read_at_all(run: Callable[..., Any], here: Path) -> None:
    (here / "binary").write_bytes(b"\xff\xfe")
    (here / "huge").write_bytes(b" " * 1_000_001)
    for name, message in (
        ("missing", "The answers file `missing` cannot be read: No such file or directory"),
        (".", "The answers file `.` cannot be read: Is a directory"),
        ("binary", "The answers file `binary` is not UTF-8 text"),
        ("huge", "The answers file `huge` is larger than 1 MB"),
    ):
        ran = run("new", "shop", *BARE, "--answers-file", name)
        assert (ran.code, ran.err.partition("\n")[0]) == (2, f"error: {message}")


def test_of_runs_at_once_exactly_one_wins(
    start: Callable[..., subprocess.Popen[str]], here: Path, left_behind: Callable[[], list[str]]
) -> None:
    (here / "empty").mkdir()
    for target in ("shop", "empty"):
        running = [start("new", target, *BARE) for _ in range(4)]
        errors = [process.communicate()[1] for process in running]
        codes = sorted(process.returncode for process in running)
        assert codes == [0, 1, 1, 1], errors
        refused = [text for text in errors if "error:" in text]
        assert all(f"error: The folder `{target}` is not empty\n" in text for text in refused)
        assert (here / target / "pyproject.toml").is_file()
    assert left_behind() == ["here/empty", "here/shop"]
    assert sorted(one.name for one in (here / "empty").iterdir()) == sorted(
        one.name for one in (here / "shop").iterdir()
    )
