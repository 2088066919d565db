"""What `new` and other commands do with closed or full output streams, and with concurrent runs."""

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
def test_a_full_disk_behind_stdout_is_reported_in_one_line(
    start: Callable[..., subprocess.Popen[str]], argv: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        process = start(*argv, stdout=full)
        _, error = process.communicate()
    assert process.returncode == (2 if argv[0] == "nwe" else 1)
    assert error == (
        "error: The output could not be written: No space left on device\n\n"
        "hint: Write it to another file, or to a terminal\n"
    )


@pytest.mark.parametrize("argv", QUICK[:-1])
def test_a_closed_pipe_causes_no_traceback(
    start: Callable[..., subprocess.Popen[str]], argv: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start(*argv, stdout=writing)
    os.close(writing)
    _, error = process.communicate()
    assert process.returncode == 1
    assert error.startswith("error: The output could not be written: Broken pipe\n")


def test_a_project_is_created_even_if_its_report_cannot_be_written(
    start: Callable[..., subprocess.Popen[str]], here: Path
) -> None:
    with Path("/dev/full").open("w") as full:
        process = start("new", "shop", *BARE, stdout=full)
        _, error = process.communicate()
    assert process.returncode == 5
    assert "error: The output could not be written: No space left on device\n" in error
    assert (here / "shop/pyproject.toml").is_file()


def test_errors_that_cannot_be_printed_keep_their_exit_code(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    with Path("/dev/full").open("w") as full:
        process = start("new", "..", *BARE, stderr=full)
        assert process.communicate()[0] == ""
    assert process.returncode == 2


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_cause_no_traceback(here: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m pystack_init options --json {closed}'
    ran = subprocess.run(["sh", "-c", command], cwd=here, capture_output=True, text=True, check=False)
    assert ran.returncode == (1 if ">&-" in closed.replace("2>&-", "") else 0)
    assert "Traceback" not in ran.stderr


def test_output_works_in_every_locale(
    start: Callable[..., subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    people = start("new", "Café", *BARE)
    out, _ = people.communicate()
    assert people.returncode == 0
    assert "Created Caf\\xe9 in " in out
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
def test_every_failure_is_one_json_object(
    run: Callable[..., Any], here: Path, argv: tuple[str, ...], code: int, command: str
) -> None:
    (here / "file").write_text("mine")
    ran = run(*argv)
    document = json.loads(ran.out)
    assert (ran.code, ran.err) == (code, "")
    assert (document["ok"], document["command"], document["data"], document["warnings"]) == (
        False,
        command,
        {},
        [],
    )
    assert sorted(document["error"]) == ["code", "exit_code", "fields", "hint", "message"]
    assert document["error"]["exit_code"] == code


def test_a_bug_is_reported_in_one_line_with_a_log(
    run: Callable[..., Any], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy of the templates that is damaged: no person can do anything about it, so it is ours.
    broken = here.parent / "broken"
    broken.mkdir()
    (broken / "template.toml").write_text(
        'format = 1\n[stacks]\nfastapi = ["any"]\n[answers]\npython = ["3.11", "3.12", "3.13", "3.14"]\n'
        '[variables]\napplication = { a-part-that-does-not-exist = "" }\n'
    )
    monkeypatch.setattr("pystack_init.lifecycle.releases.templates_root", lambda: broken)
    ran = run("new", "shop", *BARE)
    assert (ran.code, ran.out) == (3, "")
    progress, _, error = ran.err.partition("error: ")
    assert progress == "Writing the project\n"
    assert error.startswith("This is a bug in pystack-init: ")
    log = Path(error.split("Paste `")[1].split("`")[0])
    assert "Traceback" in log.read_text()
    assert "arguments: ['new', 'shop'" in log.read_text()
    assert error.count("\n") == 3
    assert list(here.iterdir()) == []
