"""Stopped at any moment, `new` leaves nothing or a complete project, and ends with a documented code."""

import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from pystack_init.errors import Cancelled
from pystack_init.terminal.views.report import as_json
from waiting import LIMIT, wait_until

BARE = ("--defaults", "--no-install", "--no-git")
MOMENTS = tuple(number / 20 for number in range(0, 14, 2))
# Signalled earlier, the interpreter ends while it starts, in ways of its own.
BEGIN = """
from pathlib import Path
from runpy import run_module
Path("../begun").touch()
run_module("pystack_init", run_name="__main__", alter_sys=True)
"""

COMMIT = (
    "git init --initial-branch=main && git add --all && "
    "git commit --message 'Start the project with pystack-init'"
)
# Ctrl-C is pressed while the templates are rendered.
IN_RENDERING = """
import os, runpy, signal
from pystack_init.lifecycle import creation
render = creation.render
def stop(*given):
    render(*given)
    os.kill(os.getpid(), signal.SIGINT)
creation.render = stop
runpy.run_module("pystack_init", run_name="__main__", alter_sys=True)
"""
# A signal arrives while `Popen.wait` holds its lock.
IN_WAIT = """
import os, signal, subprocess, sys
from pathlib import Path
from pystack_init.system import programs, signals
poll = subprocess.Popen._try_wait
def stop(self, flags):
    if self._waitpid_lock.locked():
        os.kill(os.getpid(), signal.SIGTERM)
    return poll(self, flags)
subprocess.Popen._try_wait = stop
signals.arm()
programs.run([sys.executable, "-c", "import os, time; os.close(1); os.close(2); time.sleep(600)"], Path("."))
"""
# A signal arrives beside a program in the background: in the block, or in the wait at its end.
IN_BACKGROUND = """
import os, signal, sys, threading
from pathlib import Path
from pystack_init.system import programs, signals
signals.arm()
sleeper = "import fcntl, time; f = open('held', 'w'); fcntl.flock(f, 2); open('ready', 'w'); time.sleep(600)"
def stop():
    while not Path("ready").exists():
        pass
    os.kill(os.getpid(), signal.SIGTERM)
with programs.in_background([[sys.executable, "-c", sleeper]], Path("."), {}):
    stop() if sys.argv[1] == "block" else threading.Thread(target=stop, daemon=True).start()
"""


@pytest.mark.parametrize(
    ("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_signal_at_any_moment_leaves_nothing(
    start: Callable[..., subprocess.Popen[str]],
    here: Path,
    left_behind: Callable[[], list[str]],
    moment: float,
    signum: int,
    code: int,
) -> None:
    process = start("new", "far/shop", *BARE, program=("-c", BEGIN))
    wait_until((here.parent / "begun").exists, "it did not begin")
    time.sleep(moment)
    process.send_signal(signum)
    out, err = process.communicate(timeout=LIMIT)
    if process.returncode == 0:  # it was quicker
        assert (here / "far/shop/pyproject.toml").is_file()
        return
    # Until our handlers are installed, the signal itself ends the process.
    assert process.returncode in {code, -signum}, err
    assert out == ""
    assert left_behind() == []


def test_a_signal_that_interrupts_a_wait_ends_the_process() -> None:
    ended = subprocess.run([sys.executable, "-c", IN_WAIT], timeout=LIMIT, check=False)
    assert ended.returncode == 128 + signal.SIGTERM


@pytest.mark.parametrize("at", ["block", "wait"])
def test_a_signal_ends_the_programs_in_the_background(here: Path, at: str) -> None:
    ended = subprocess.run([sys.executable, "-c", IN_BACKGROUND, at], timeout=LIMIT, check=False, cwd=here)
    assert ended.returncode == 128 + signal.SIGTERM
    with (here / "held").open("w") as file:
        wait_until(lambda: is_free(file), "the program runs on")


def is_free(file: IO[str]) -> bool:
    """Return whether no process holds a lock of the file: its holder has ended."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("target", ["far/shop", "clone"])
def test_a_signal_during_the_install_keeps_the_project(
    start: Callable[..., subprocess.Popen[str]],
    here: Path,
    fake_uv: Callable[[str], None],
    signum: int,
    code: int,
    target: str,
) -> None:
    fake_uv('echo $$ > "$TMPDIR/../pid"; mkdir .venv; touch .venv/more; exec sleep 60')
    if target == "clone":
        (here / target).mkdir()
        subprocess.run(["git", "init", "--quiet"], cwd=here / target, check=True)
    process = start("new", target, "--defaults", "--json")
    project = here / target
    wait_until((project / ".venv/more").exists, "the install did not start")
    process.send_signal(signum)
    out, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, err) == (code, "")
    assert json.loads(out)["error"] == {
        "code": "cancelled",
        "exit_code": code,
        "message": f"Cancelled during `install`; the files of the project in `{target}` are complete",
        "hint": f"To resume:\n  cd {target} && uv sync && {COMMIT}",
        "fields": [],
    }
    assert (project / ".env").is_file()
    assert list((here.parent / "tmp").iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int((here.parent / "pid").read_text()), 0)


def test_ctrl_c_while_the_files_are_written_is_reported_with_the_command_that_starts_again(
    start: Callable[..., subprocess.Popen[str]], here: Path
) -> None:
    again, _ = start("new", "shop", *BARE, "--print-command").communicate(timeout=LIMIT)
    process = start("new", "shop", *BARE, program=("-c", IN_RENDERING))
    out, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, out) == (130, "")
    assert err == (
        "Writing the project\n\nerror: Cancelled; no files were left behind\n\n"
        f"hint: To start again:\n  {again}"
    )
    assert list(here.iterdir()) == []


def test_the_command_after_ctrl_c_runs_the_remaining_steps(
    start: Callable[..., subprocess.Popen[str]], here: Path, fake_uv: Callable[[str], None]
) -> None:
    fake_uv('test "$2" != just || { touch testing; exec sleep 60; }')
    process = start("new", "shop", "--defaults", "--verify")
    wait_until((here / "shop/testing").exists, "the checks did not start")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=LIMIT)
    resume = f"cd shop && uv run just check && uv run just test && {COMMIT}"
    assert err == (
        "Writing the project\nInstalling the dependencies\nVerifying the project\n  just check\n\n"
        "error: Cancelled during `verify`; the files of the project in `shop` are complete\n\n"
        f"hint: To resume:\n  {resume}\n"
    )
    fake_uv("exit 0")
    subprocess.run(["sh", "-c", resume], cwd=here, check=True)
    subjects = ["git", "-C", str(here / "shop"), "log", "--format=%s"]
    assert subprocess.check_output(subjects, text=True) == "Start the project with pystack-init\n"


@pytest.mark.parametrize("module", ["typer", "pystack_init.errors", "pystack_init.terminal.console"])
def test_a_signal_during_an_import_is_reported_as_json(here: Path, module: str) -> None:
    """The interpreter is stopped by itself, just where another import is begun."""
    stop = (
        "import os, signal, sys\n"
        "class Stopper:\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), signal.SIGTERM)\n"
        "sys.meta_path.insert(0, Stopper())\n"
        "sys.argv = ['pystack-init', 'recommend', '--json', '--use-case', 'cms']\n"
        "from pystack_init.__main__ import main\n"
        "main()\n"
    )
    ran = subprocess.run([sys.executable, "-c", stop], cwd=here, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (143, "")
    cancelled = Cancelled().of("recommend")
    cancelled.exit_code = 143
    assert ran.stdout == as_json("recommend", None, cancelled)


@pytest.mark.parametrize("target", ["shop", "clone"])
def test_a_signal_during_the_first_commit_is_deferred(
    start: Callable[..., subprocess.Popen[str]],
    here: Path,
    fake: Callable[[str, str], None],
    target: str,
) -> None:
    (here / "clone").mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=here / "clone", check=True)
    real = shutil.which("git")
    fake("git", f'case "$*" in *commit*) touch "$TMPDIR/../committing"; sleep 0.5;; esac; exec {real} "$@"')
    process = start("new", target, "--defaults", "--no-install", "--quiet")
    wait_until((here.parent / "committing").exists, "the commit did not start")
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=LIMIT) == ("", "")
    assert process.returncode == 0
    subjects = ["git", "-C", str(here / target), "log", "--format=%s"]
    assert subprocess.check_output(subjects, text=True) == "Start the project with pystack-init\n"


@pytest.mark.parametrize("target", ["shop", "empty", "."])
def test_a_file_that_cannot_grow_leaves_the_target_as_it_was(
    start: Callable[..., subprocess.Popen[str]], here: Path, left_behind: Callable[[], list[str]], target: str
) -> None:
    (here / "empty").mkdir()
    before = left_behind()
    if target == ".":
        (here / "empty").rmdir()
        before = []

    def small_files_only() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))

    process = start("new", target, *BARE, preexec_fn=small_files_only)
    out, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, out) == (1, "")
    assert err == (
        "Writing the project\nerror: File too large\n\n"
        "hint: Nothing was changed; fix the cause and run the command again\n"
    )
    assert left_behind() == before


@pytest.mark.parametrize("target", ["shop", "."])
def test_a_full_disk_leaves_the_target_as_it_was(
    start: Callable[..., subprocess.Popen[str]], tmp_path: Path, target: str
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small file system takes root; the test above stands in for it")
    try:
        process = start("new", target, *BARE, cwd=small)
        out, err = process.communicate(timeout=LIMIT)
        assert (process.returncode, out) == (1, "")
        assert "error: No space left on device" in err
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)
