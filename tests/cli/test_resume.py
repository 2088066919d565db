"""Ctrl-C in a session leaves nothing but the command that resumes."""

import shlex
import signal
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest

from pystack_init.questions.model import ABOUT, CODE, DELIVERY, Question
from pystack_init.questions.project import QUESTIONS
from terminals import CREATE, CTRL_C, CTRL_U, DOWN, ENTER, FIRST, QUICK, UP, Terminal
from waiting import wait_until

SAAS = "--jobs --surface api --admin later --load ordinary --team neither --shape product"
# The default choice of each question, and its flag.
ASKED = (
    ("» API:", "--surface api"),
    ("» Perhaps later", "--admin later"),
    ("» Ordinary", "--load ordinary"),
    ("» Neither", "--team neither"),
    ("» One product", "--shape product"),
)
BOTH = "--surface api --admin yes --load hot --team neither --shape product"
REVIEW = [(FIRST, ENTER), ("Folder my-service", "shop" + ENTER)]
GROUPS = (ABOUT, CODE, DELIVERY)
CODE_QUESTIONS = [one for one in QUESTIONS if one.group == CODE]


def is_asked(question: Question) -> bool:
    """Tell whether FastAPI, the stack of `SAAS`, has this question."""
    return all("fastapi" in one.answers for one in question.requires if one.question == "stack")


SHOP = f"pystack-init new shop --name shop {SAAS} --no-install --no-git"
# The keys that lead to a prompt, each after the text to wait for, and the command that resumes there.
AT = {
    "use case": ([], FIRST, "pystack-init new --no-install --no-git"),
    **{
        prompt: (
            [(FIRST, UP + UP + ENTER), *((seen, ENTER) for seen, _ in ASKED[:number])],
            prompt,
            " ".join(["pystack-init new", *(flag for _, flag in ASKED[:number]), "--no-install --no-git"]),
        )
        for number, (prompt, _) in enumerate(ASKED)
    },
    "two processes": (
        [
            (FIRST, UP + UP + ENTER),
            *(
                (seen, DOWN + ENTER if seen in {"» Perhaps later", "» Ordinary"} else ENTER)
                for seen, _ in ASKED
            ),
        ],
        "» Yes",
        f"pystack-init new {BOTH} --no-install --no-git",
    ),
    "stack": ([(FIRST, UP + ENTER)], "» FastAPI with", "pystack-init new --no-install --no-git"),
    "another stack": ([*REVIEW, (CREATE, DOWN * 3 + ENTER)], "» FastAPI with", SHOP),
    "groups": ([*REVIEW, (CREATE, DOWN + ENTER)], "Which group of options?", SHOP),
    **{
        question.id: (
            [
                *REVIEW,
                (CREATE, DOWN + ENTER),
                ("Which group of options?", DOWN * GROUPS.index(group) + ENTER),
                *((one.text, ENTER) for one in asked[:number]),
            ],
            question.text,
            SHOP,
        )
        for group in GROUPS
        for asked in [[one for one in QUESTIONS if one.group == group and is_asked(one)]]
        for number, question in enumerate(asked)
    },
    "pages": (
        [
            (FIRST, UP + ENTER),
            ("» FastAPI with", DOWN + ENTER),
            ("Folder my-service", "shop" + ENTER),
            (CREATE, DOWN + ENTER),
            ("Which group of options?", DOWN + ENTER),
            *((one.text, ENTER) for one in takewhile(lambda one: one.id != "pages", CODE_QUESTIONS)),
        ],
        "Add server-rendered pages?",
        "pystack-init new shop --name shop --stack django_drf --no-install --no-git",
    ),
    "which answer": ([*REVIEW, (CREATE, DOWN * 2 + ENTER)], "» name: shop", SHOP),
    "name": (
        [(FIRST, ENTER)],
        "Folder my-service",
        f"pystack-init new {SAAS} --no-install --no-git",
    ),
    "review": (
        [(FIRST, ENTER), ("Folder my-service", CTRL_U + "Der Laden" + ENTER)],
        "» Create the project",
        f"pystack-init new der-laden --name 'Der Laden' {SAAS} --no-install --no-git",
    ),
}


BEYOND_THE_REVIEW = {"another stack", "groups", "which answer"} | {one.id for one in QUESTIONS if one.group}


@pytest.mark.parametrize("at", AT)
def test_ctrl_c_leaves_nothing_but_the_command_that_resumes(
    open_terminal: Callable[..., Terminal], here: Path, at: str
) -> None:
    keys, prompt, resume = AT[at]
    terminal = open_terminal("new", *QUICK, columns=300)
    for seen, pressed in keys:
        terminal.see(seen)
        terminal.press(pressed)
    terminal.see(prompt)
    terminal.press(CTRL_C)
    assert terminal.end() == 130
    assert list(here.iterdir()) == []
    assert "error: Cancelled; no files were left behind" in terminal.shown
    assert f"hint: To resume:\n  {resume}" in terminal.shown
    again = open_terminal(*shlex.split(resume)[1:])
    # The command resumes at the first missing answer: an unconfirmed choice is not an answer.
    whence = {"stack": FIRST, ASKED[0][0]: FIRST} | dict.fromkeys(BEYOND_THE_REVIEW, CREATE)
    again.see(whence.get(at, prompt))


@pytest.mark.parametrize(
    ("lines", "prompt", "resume"),
    [
        ([], "What are you building?", "new"),
        (["ask"], "API, site or both?", "new"),
        (["ask", "2"], "Do staff need an admin panel at launch?", "new --surface both"),
        (["known"], "Which stack?", "new"),
        ([""], "What is the project's name?", f"new {SAAS}"),
        (["", "shop"], "Create this project?", f"new shop --name shop {SAAS}"),
        (["", "shop", "2"], "Which group of options?", f"new shop --name shop {SAAS}"),
        (["", "shop", "2", "1"], "What does it do, in one sentence?", f"new shop --name shop {SAAS}"),
        (["", "shop", "3"], "Which answer?", f"new shop --name shop {SAAS}"),
        (["", "shop", "4"], "Which stack?", f"new shop --name shop {SAAS}"),
    ],
)
def test_ctrl_c_in_plain_lines_leaves_nothing_but_the_command_that_resumes(
    open_terminal: Callable[..., Terminal], here: Path, lines: list[str], prompt: str, resume: str
) -> None:
    terminal = open_terminal("new", "--plain", *QUICK, columns=300, rows=200)
    terminal.see("to go back:")
    terminal.press(*(f"{line}\n" for line in lines))  # typed ahead
    terminal.wait_for_output("to go back: ", times=len(lines) + 1)
    assert f"\n{prompt}\n" in terminal.shown
    terminal.press(CTRL_C)
    assert terminal.end() == 130
    assert list(here.iterdir()) == []
    assert terminal.shown.endswith(
        "error: Cancelled; no files were left behind\n\n"
        f"hint: To resume:\n  pystack-init {resume} --no-install --no-git --plain"
    )


def test_copier_is_imported_during_the_first_question(
    open_terminal: Callable[..., Terminal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python runs `sitecustomize` before the command; a thread in it observes the imports."""
    watch = (
        "import pathlib, sys, threading, time\n"
        "def watch():\n"
        "    while not hasattr(sys.modules.get('copier'), 'run_copy'): time.sleep(0.01)\n"
        f"    pathlib.Path({str(tmp_path / 'imported')!r}).touch()\n"
        "threading.Thread(target=watch, daemon=True).start()\n"
    )
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(watch, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    wait_until((tmp_path / "imported").exists, "it was not imported")
    assert "Recommended" not in terminal.written


@pytest.mark.parametrize(
    "command",
    ["new --dry-run --plain --quiet --git", "new --print-command --plain --git", "recommend --plain"],
)
def test_the_command_that_resumes_keeps_the_options_of_the_cancelled_one(
    open_terminal: Callable[..., Terminal], command: str
) -> None:
    terminal = open_terminal(*command.split(), columns=200)
    terminal.see("Number, ")
    terminal.press(CTRL_C)
    assert terminal.end() == 130
    assert terminal.shown.endswith(f"hint: To resume:\n  pystack-init {command}")


@pytest.mark.parametrize(
    ("signum", "code"), [(None, 130), (signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_cancelled_recommendation_is_no_error(
    open_terminal: Callable[..., Terminal], signum: int | None, code: int
) -> None:
    terminal = open_terminal("recommend", "--plain")
    terminal.see("Number, ")
    terminal.press(CTRL_C) if signum is None else terminal.child.kill(signum)
    assert terminal.end() == code
    assert "\nCancelled" in terminal.shown
    assert "error" not in terminal.shown
    assert "files" not in terminal.shown


def test_the_reproducing_command_omits_the_style_of_the_prompts(
    open_terminal: Callable[..., Terminal],
) -> None:
    terminal = open_terminal("new", "shop", "--print-command", "--plain", "--git", columns=400)
    terminal.see("Number, ")
    terminal.press("\n", "\n")
    assert terminal.end() == 0
    assert terminal.shown.endswith(f"--no-client --no-ml {SAAS.removeprefix('--jobs ')}")


def test_a_signal_leaves_the_terminal_as_it_was(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.child.kill(signal.SIGTERM)
    assert terminal.end() == 143
    assert terminal.written.rfind("\x1b[?2004l") > terminal.written.rfind("\x1b[?2004h")
    assert terminal.written.rfind("\x1b[?25h") > terminal.written.rfind("\x1b[?25l")
    assert "error: Cancelled; no files were left behind" in terminal.shown
    assert list(here.iterdir()) == []
