"""What is known of a step, from the output of its programs so far."""

import pytest

from pystack_init.commands.step_output import COMPILING, Activity, installing, verifying

RESOLVED = "uv sync --no-dev\nUsing CPython 3.12.1\nResolved 85 packages in 2ms\n"
FIRST = f"{RESOLVED} Downloading ruff (10.9MiB)\nPrepared 2 packages in 1s\nInstalled 40 packages in 9ms\n"
BOTH = f"{FIRST} + ruff==0.1\nuv sync\nResolved 85 packages in 1ms\nInstalled 1 package in 3ms\n"
CHECKS = (
    "uv run just check\nuv run ruff format --check\n94 files\nuv run python -m backend.migrations check\n"
)
TESTS = f"{CHECKS}No changes\nuv run just test\n"
SESSION = f"{TESTS}===== test session starts =====\ncreated: 2/2 workers\n"
COLLECTED = f"{SESSION}2 workers [84 items]\n\n"
FAILURES = "\n===== FAILURES =====\nE\n"


@pytest.mark.parametrize(
    ("output", "known"),
    [
        ("uv sync --no-dev\n", Activity()),
        (RESOLVED, Activity("85 packages resolved")),
        (
            f"{RESOLVED} Downloading ruff (10.9MiB)\n",
            Activity("85 packages resolved", "downloading ruff (10.9MiB)"),
        ),
        (FIRST, Activity("85 packages resolved, 40 installed", done="40 packages")),
        (BOTH, Activity("85 packages resolved, 41 installed", done="41 packages")),
        (BOTH + COMPILING, Activity(COMPILING, done="41 packages")),
    ],
)
def test_an_install_shows_packages_and_downloads(output: str, known: Activity) -> None:
    assert installing(output) == known


@pytest.mark.parametrize(
    ("output", "known"),
    [
        ("uv run just check\n", Activity("just check")),
        (CHECKS, Activity("backend.migrations check")),
        (TESTS, Activity("just test")),
        (SESSION, Activity("tests", "collecting")),
        (COLLECTED, Activity("tests", "0 of 84")),
        (f"{COLLECTED}....", Activity("tests", "4 of 84")),
        (
            f"{COLLECTED}..F. [ 50%]\ns.{FAILURES}",
            Activity("tests", "6 of 84, 1 failed"),
        ),
        (
            f"{COLLECTED}... [ 60%]\n..2026-11-20 INFO Finished\nFinished\n\n=== 5 passed in 9s ===\n",
            Activity("tests", "5 of 84", "5 tests passed"),
        ),
        (
            f"{SESSION}collected 3 items\n\ntests/test_one.py .. [ 66%]\ntests/test_two.py .",
            Activity("tests", "3 of 3"),
        ),
    ],
)
def test_checks_show_the_running_command_and_tests_how_many_ran(output: str, known: Activity) -> None:
    assert verifying(output) == known
