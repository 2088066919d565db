"""What `new` and its neighbours do when nobody can hear them, or when they are not alone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BARE = ("--defaults", "--no-install", "--no-git")
QUICK = (
    ("--version",),
    ("--help",),
    ("new", "--help"),
    ("options",),
    ("options", "--json"),
    ("nwe", "--json"),
)


@pytest.mark.parametrize("argv", QUICK)
def test_a_full_disk_behind_stdout_is_said_in_one_line(
    start: Callable[..., subprocess.Popen[str]], argv: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        process = start(*argv, stdout=full)
        _, said = process.communicate()
    assert process.returncode == (2 if argv[0] == "nwe" else 1)
    assert said == (
        "error: The output could not be written: No space left on device\n\n"
        "hint: Send it to a file or a terminal that takes it\n"
    )


@pytest.mark.parametrize("argv", QUICK[:-1])
def test_a_closed_pipe_is_no_traceback(
    start: Callable[..., subprocess.Popen[str]], argv: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start(*argv, stdout=writing)
    os.close(writing)
    _, said = process.communicate()
    assert process.returncode == 1
    assert said.startswith("error: The output could not be written: Broken pipe\n")


def test_a_project_whose_report_nobody_hears_is_there_all_the_same(
    start: Callable[..., subprocess.Popen[str]], here: Path
) -> None:
    with Path("/dev/full").open("w") as full:
        process = start("new", "shop", *BARE, stdout=full)
        _, said = process.communicate()
    assert process.returncode == 5
    assert "error: The output could not be written: No space left on device\n" in said
    assert (here / "shop/pyproject.toml").is_file()


def test_errors_that_nobody_hears_keep_their_exit_code(start: Callable[..., subprocess.Popen[str]]) -> None:
    with Path("/dev/full").open("w") as full:
        process = start("new", "..", *BARE, stderr=full)
        assert process.communicate()[0] == ""
    assert process.returncode == 2


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_traceback(here: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m pystack_init options --json {closed}'
    ran = subprocess.run(["sh", "-c", command], cwd=here, capture_output=True, text=True, check=False)
    assert ran.returncode == (1 if ">&-" in closed.replace("2>&-", "") else 0)
    assert "Traceback" not in ran.stderr


def test_any_locale_can_be_written_to(
    start: Callable[..., subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    people = start("new", "Café", *BARE)
    out, _ = people.communicate()
    assert people.returncode == 0
    assert "Created Caf\\xe9 (" in out
    scripts = start("new", "Kaffee", *BARE, "--description", "süß", "--json")
    assert json.loads(scripts.communicate()[0])["data"]["answers"]["description"]["value"] == "süß"


@pytest.mark.parametrize(
    ("argv", "code", "command"),
    [
        (("new", "shop", "--stak", "x", "--json"), 2, "new"),
        (("new", "--json"), 2, "new"),
        (("new", "..", "--json"), 2, "new"),
        (("new", "file", *BARE, "--json"), 1, "new"),
        (("nwe", "--json"), 2, ""),
        (("options", "extra", "--json"), 2, "options"),
    ],
)
def test_every_failure_is_one_object_for_scripts(
    run: Callable[..., Any], here: Path, argv: tuple[str, ...], code: int, command: str
) -> None:
    (here / "file").write_text("mine")
    ran = run(*argv)
    told = json.loads(ran.out)
    assert (ran.code, ran.err) == (code, "")
    assert (told["ok"], told["command"], told["data"], told["warnings"]) == (False, command, {}, [])
    assert sorted(told["error"]) == ["code", "exit_code", "fields", "hint", "message"]
    assert told["error"]["exit_code"] == code


def test_a_bug_is_one_line_and_a_log(
    run: Callable[..., Any], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy of the templates that is damaged: no person can do anything about it, so it is ours.
    broken = here.parent / "broken"
    broken.mkdir()
    (broken / "template.toml").write_text(
        'format = 1\n[stacks]\nfastapi = ["any"]\n[answers]\npython = ["3.11", "3.12", "3.13", "3.14"]\n'
        '[variables]\napplication = { a-part-that-does-not-exist = "" }\n'
    )
    monkeypatch.setattr("pystack_init.lifecycle.creation.templates_root", lambda: broken)
    ran = run("new", "shop", *BARE)
    assert (ran.code, ran.out) == (3, "")
    progress, _, said = ran.err.partition("error: ")
    assert progress == "Writing the project\n"
    assert said.startswith("This is a bug in pystack-init: ")
    log = Path(said.split("Paste `")[1].split("`")[0])
    assert "Traceback" in log.read_text()
    assert "arguments: ['new', 'shop'" in log.read_text()
    assert said.count("\n") == 3
    assert list(here.iterdir()) == []
