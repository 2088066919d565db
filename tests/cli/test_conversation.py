"""The conversation of `new`, in a real pseudo-terminal whose screen is read as a person would."""

import os
import re
import shlex
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from platform import python_version
from typing import Any

import pexpect
import pyte
import pytest
import yaml

from pystack_init.questions.model import ABOUT, CODE, DELIVERY
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION, SELECTION_BY_ID
from pystack_init.recommendation.requirements import Requirements
from pystack_init.recommendation.scoring import recommend_stack
from pystack_init.terminal.views.recommendation import summary

ENTER, UP, DOWN, LEFT, CTRL_B, CTRL_C, CTRL_U = "\r", "\x1b[A", "\x1b[B", "\x1b[D", "\x02", "\x03", "\x15"
QUICK = ("--no-install", "--no-git")
FIRST = "» The API of a SaaS product"
TIMEOUT = 25.0  # on a busy machine


class Terminal:
    """A terminal with somebody in front of it."""

    def __init__(self, *argv: str, rows: int = 24, columns: int = 80) -> None:
        self.screen = pyte.Screen(columns, rows)
        # A terminal answers when it is asked where its cursor is.
        self.screen.write_process_input = self.press  # type: ignore[method-assign, assignment]
        self.stream = pyte.Stream(self.screen)
        self.said = ""
        # Named, or it would be what C sees, where readline has put the size of the test's own terminal.
        around: Any = dict(os.environ)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "pystack_init", *argv],
            encoding="utf-8",
            dimensions=(rows, columns),
            env=around,
        )

    @property
    def shown(self) -> str:
        """Everything on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def see(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self._until(lambda: text in self.shown, text)

    def hear(self, text: str, times: int = 1) -> None:
        """Wait until a text was written, wherever it is by now."""
        self._until(lambda: self.said.count(text) >= times, text)

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.child.send(key)

    def resize(self, rows: int, columns: int) -> None:
        """Draw the window larger or smaller."""
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)

    def end(self) -> int:
        """Wait for the end, and give the exit code."""
        while self._read():
            pass
        self.child.close()
        code = self.child.exitstatus
        assert code is not None
        return code

    def _until(self, seen: Callable[[], bool], text: str) -> None:
        deadline = time.monotonic() + TIMEOUT
        while not seen():
            alive = time.monotonic() < deadline and self._read()
            assert alive, f"`{text}` never came:\n{self.shown}"

    def _read(self) -> bool:
        try:
            said = self.child.read_nonblocking(65_536, timeout=TIMEOUT)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.said += said
        self.stream.feed(said)
        return True


@pytest.fixture
def open_terminal(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Terminal]]:
    """Open terminals, closed at the end."""
    assert here.is_dir()
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    opened: list[Terminal] = []

    def open_terminal(*argv: str, **size: int) -> Terminal:
        opened.append(Terminal(*argv, **size))
        return opened[-1]

    yield open_terminal
    for terminal in opened:
        terminal.child.close(force=True)


def recorded(project: Path) -> dict[str, Any]:
    """Read the answers that a project keeps, without those that it always has."""
    answers: dict[str, Any] = yaml.safe_load((project / ".pystack-init.yml").read_text(encoding="utf-8"))
    return answers


def test_three_enters_make_a_project(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.hear("Recommended: FastAPI")
    terminal.see("Folder my-service, package my-service")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    assert "stack        fastapi" in terminal.shown
    terminal.press(ENTER)
    terminal.hear("Created my-service")
    assert terminal.end() == 0
    answers = recorded(here / "my-service")
    chosen = {"stack": "fastapi", "surface": "api", "admin": "later", "load": "ordinary"}
    assert answers | chosen == answers
    record = (here / "my-service/docs/decisions/0001-stack.md").read_text(encoding="utf-8")
    assert record.startswith("# The stack: FastAPI\n\n## Answers\n")


def test_an_answer_that_the_stack_rules_out_is_left_out_aloud(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", "--pages", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.hear("`pages` is left out: it needs Django\r\n")
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["stack"] == "fastapi"


def test_a_stack_that_the_pages_rule_out_is_made_but_not_in_silence(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", "--use-case", "cms", *QUICK, rows=60)
    terminal.see(CREATE)
    assert "Against the advice" not in terminal.said
    terminal.press(DOWN * 3, ENTER)
    terminal.see("» Django with its admin")
    terminal.press(UP, ENTER)
    terminal.see(
        "\nAgainst the advice: Pages that the server makes are never left to plain FastAPI\n\nThe project"
    )
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["stack"] == "fastapi"


def test_back_leads_to_the_question_before_and_the_last_answer_counts(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(UP, UP, ENTER)
    terminal.see("» Programs: an app, a bot, a partner")
    terminal.press(ENTER)
    terminal.see("» Later, perhaps")
    terminal.press(DOWN, ENTER)
    terminal.see("» Ordinary: records, forms and rules")
    terminal.press(LEFT)
    terminal.see("» Yes, at once")
    assert "launch? Yes, at once\n(back)\n? Do staff need" in terminal.shown
    terminal.press(UP, UP, ENTER)
    terminal.see("» Ordinary: records, forms and rules")
    terminal.press(DOWN, ENTER)
    terminal.see("» Neither in particular")
    terminal.press(ENTER)
    terminal.see("» One product")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    assert "prompt: surface api, admin no, load hot, team neither, shape product" in terminal.shown
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["admin"] == "no"


def test_back_from_the_first_question_asks_it_again(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(CTRL_B, DOWN)
    terminal.see("» An API for apps and partners")
    assert "(back)" not in terminal.said
    terminal.press(CTRL_C)
    assert terminal.end() == 130


def test_back_leads_from_the_review_to_the_name_that_was_typed(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press("Café Ünïcode")
    terminal.see("Folder cafe-unicode, package cafe-unicode")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(LEFT)
    terminal.see("Folder cafe-unicode, package cafe-unicode")
    terminal.press(" 2", ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "cafe-unicode-2")["name"] == "Café Ünïcode 2"


def test_an_answer_can_be_changed_from_the_review(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("» name: shop")
    terminal.press(DOWN, DOWN, DOWN, ENTER)
    terminal.see("» MIT: short and permissive")
    terminal.press(DOWN, ENTER)
    terminal.see("license      Apache-2.0")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["license"] == "Apache-2.0"


def test_the_options_are_asked_in_groups(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(DOWN, ENTER)
    terminal.see("» About the project")
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("Add a Dockerfile and a compose file?")
    terminal.press(DOWN, ENTER)
    terminal.see("» GitHub Actions")
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("» Back to the review")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    answers = recorded(here / "shop")
    assert (answers["docker"], answers["ci"]) == (False, "none")


def test_the_plan_can_be_seen_before_anything_is_written(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(UP, ENTER)
    terminal.see("Steps: render")
    terminal.see(CREATE)
    assert list(here.iterdir()) == []
    terminal.press(CTRL_C)
    assert terminal.end() == 130


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24)])
def test_what_a_plan_comes_to_stands_above_the_next_question(
    open_terminal: Callable[..., Terminal], columns: int, rows: int
) -> None:
    terminal = open_terminal("new", "a-shop-with-a-name", *QUICK, columns=columns, rows=rows)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see(CREATE)
    terminal.press(UP, ENTER)
    terminal.see("Steps: render, install (skipped), verify (skipped), git")
    terminal.see(CREATE)
    shown = " ".join(terminal.shown.split())
    assert "Would create a-shop-with-a-name (" in shown
    assert "); nothing was written Steps: render," in shown
    assert re.search(r"── backend/  \d+ files\r", terminal.said)
    assert "── catalog/" not in terminal.said


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24)])
def test_what_was_created_stands_below_a_long_tree(
    open_terminal: Callable[..., Terminal], columns: int, rows: int
) -> None:
    terminal = open_terminal("new", "shop", "--defaults", *QUICK, columns=columns, rows=rows)
    assert terminal.end() == 0
    assert "\nCreated shop (" in terminal.shown
    assert "── catalog/" in terminal.said


def test_auto_asks_what_is_built_but_not_which_stack(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", "--stack", "auto", *QUICK)
    terminal.see(FIRST)
    assert "I know the stack" not in terminal.shown
    terminal.press(ENTER)
    terminal.see("» Create the project")
    assert "recommendation" in terminal.shown


def test_who_knows_the_stack_is_not_asked_why(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(UP, ENTER)
    terminal.see("» FastAPI")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert "surface" not in recorded(here / "shop")


SAAS = "--surface api --admin later --load ordinary --team neither --shape product"
# What is marked at each question when nobody moves, and the flag that says the same.
ASKED = (
    ("» Programs", "--surface api"),
    ("» Later", "--admin later"),
    ("» Ordinary", "--load ordinary"),
    ("» Neither", "--team neither"),
    ("» One product", "--shape product"),
)
BOTH = "--surface api --admin yes --load hot --team neither --shape product"
REVIEW = [(FIRST, ENTER), ("Folder my-service", "shop" + ENTER)]
CREATE = "» Create the project"
GROUPS = (ABOUT, CODE, DELIVERY)
SHOP = f"pystack-init new shop --name shop {SAAS} --no-install --no-git"
# Each is the keys that lead to a prompt, with what is seen before each, and the command that resumes there.
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
            *((seen, DOWN + ENTER if seen in {"» Later", "» Ordinary"} else ENTER) for seen, _ in ASKED),
        ],
        "» Yes",
        f"pystack-init new {BOTH} --no-install --no-git",
    ),
    "stack": ([(FIRST, UP + ENTER)], "» FastAPI with", "pystack-init new --no-install --no-git"),
    "another stack": ([*REVIEW, (CREATE, DOWN * 3 + ENTER)], "» FastAPI with", SHOP),
    "groups": ([*REVIEW, (CREATE, DOWN + ENTER)], "Which options?", SHOP),
    **{
        question.id: (
            [
                *REVIEW,
                (CREATE, DOWN + ENTER),
                ("Which options?", DOWN * GROUPS.index(group) + ENTER),
                *((one.text, ENTER) for one in asked[:number]),
            ],
            question.text,
            SHOP,
        )
        for group in GROUPS
        for asked in [[one for one in QUESTIONS if one.group == group and not one.requires]]
        for number, question in enumerate(asked)
    },
    "pages": (
        [
            (FIRST, UP + ENTER),
            ("» FastAPI with", DOWN + ENTER),
            ("Folder my-service", "shop" + ENTER),
            (CREATE, DOWN + ENTER),
            ("Which options?", DOWN + ENTER),
            *((one.text, ENTER) for one in QUESTIONS if one.group == CODE and not one.requires),
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
    assert "error: Cancelled, nothing was left behind" in terminal.shown
    assert f"hint: To go on from here:\n  {resume}" in terminal.shown
    again = open_terminal(*shlex.split(resume)[1:])
    # It begins again where the first answer is missing: a choice from a list was not yet one.
    whence = {"stack": FIRST, ASKED[0][0]: FIRST} | dict.fromkeys(BEYOND_THE_REVIEW, CREATE)
    again.see(whence.get(at, prompt))


@pytest.mark.parametrize(
    ("lines", "prompt", "resume"),
    [
        ([], "What are you building?", "new"),
        (["ask"], "Who uses it directly?", "new"),
        (["ask", "2"], "Do staff need ready-made screens at launch?", "new --surface both"),
        (["known"], "Which stack?", "new"),
        ([""], "What is the project called?", f"new {SAAS}"),
        (["", "shop"], "Create it?", f"new shop --name shop {SAAS}"),
        (["", "shop", "2"], "Which options?", f"new shop --name shop {SAAS}"),
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
    terminal.hear("to go back: ", times=len(lines) + 1)
    assert f"\n{prompt}\n" in terminal.shown
    terminal.press(CTRL_C)
    assert terminal.end() == 130
    assert list(here.iterdir()) == []
    assert terminal.shown.endswith(
        "error: Cancelled, nothing was left behind\n\n"
        f"hint: To go on from here:\n  pystack-init {resume} --no-install --no-git --plain"
    )


def test_what_is_here_to_work_with_is_said_first(
    open_terminal: Callable[..., Terminal], without: Callable[..., None]
) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    assert terminal.shown.startswith(
        f"Python {python_version()}, uv, git\nEnter takes what is marked, Ctrl-B "
    )
    without("git")
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    assert terminal.shown.startswith(f"Python {python_version()}, uv, no git (no first commit)\n")


def test_copier_is_imported_behind_the_first_question(
    open_terminal: Callable[..., Terminal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python runs a `sitecustomize` before the command: it looks on from a thread of its own."""
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
    deadline = time.monotonic() + TIMEOUT
    while not (tmp_path / "imported").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert "Recommended" not in terminal.said


@pytest.mark.parametrize(
    "command", ["new --dry-run --print-command --plain --quiet --git", "recommend --plain"]
)
def test_the_command_that_resumes_does_no_more_than_the_one_that_was_left(
    open_terminal: Callable[..., Terminal], command: str
) -> None:
    terminal = open_terminal(*command.split(), columns=200)
    terminal.see("Number, ")
    terminal.press(CTRL_C)
    assert terminal.end() == 130
    assert terminal.shown.endswith(f"hint: To go on from here:\n  pystack-init {command}")


def test_how_it_was_asked_is_no_part_of_the_command_that_makes_the_same(
    open_terminal: Callable[..., Terminal],
) -> None:
    terminal = open_terminal("new", "shop", "--print-command", "--plain", "--git", columns=400)
    terminal.see("Number, ")
    terminal.press("\n", "\n")
    assert terminal.end() == 0
    assert terminal.shown.endswith(f"--example {SAAS}")


@pytest.mark.parametrize(
    "command", ["doctor", "options", "compare --row admin", "new shop --defaults --no-install --no-git"]
)
def test_a_dumb_terminal_gets_lines_of_text(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = open_terminal(*command.split(), columns=110)
    terminal.end()
    assert terminal.said.strip()
    assert "\x1b" not in terminal.said
    assert terminal.said.isascii()


@pytest.mark.parametrize("term", ["", "unknown", None])
def test_a_terminal_that_does_not_say_what_it_is_gets_lines_of_text(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch, term: str | None
) -> None:
    monkeypatch.delenv("TERM") if term is None else monkeypatch.setenv("TERM", term)
    terminal = open_terminal("new", *QUICK)
    terminal.see("Number, Enter for 1, < to go back:")
    assert "\x1b" not in terminal.said


@pytest.mark.parametrize("plainly", ["--plain", "TERM=dumb"])
def test_plain_lines_can_be_read_aloud(
    open_terminal: Callable[..., Terminal], here: Path, monkeypatch: pytest.MonkeyPatch, plainly: str
) -> None:
    if plainly == "TERM=dumb":
        monkeypatch.setenv("TERM", "dumb")
    terminal = open_terminal("new", *QUICK, *([plainly] if plainly == "--plain" else []), rows=400)
    terminal.see("Number, Enter for 1, < to go back:")
    terminal.press("ask\n")
    terminal.see("2. Both programs and people\n")
    terminal.press("9\n")
    terminal.see("`9` is none of them; type a number from 1 to 3")
    terminal.press("1\n")
    terminal.see("Do staff need ready-made screens at launch?")
    terminal.press("<\n")
    terminal.see("to go back: <\n(back)\n\nWho uses it directly?")
    # Typed ahead: back to the first question, then on.
    terminal.press("\n", "no\n", "2\n", "\n", "\n")
    terminal.see("What is the project called?")
    terminal.press("con\n")
    terminal.see("The name `con` is reserved by Windows")
    terminal.see("Text, Enter for my-service, < to go back:")
    terminal.press("shop\n")
    terminal.see("Create it?\n  1. Create the project")
    terminal.press("5\n")
    terminal.see("nothing was written\n\n.github/  2 files\nbackend/  ")
    terminal.press("\n")
    assert terminal.end() == 0
    assert "\nEnter takes what is suggested, < goes back, Ctrl-C stops\n" in terminal.shown
    assert "\nbackend/\n  api/\n" in terminal.shown
    assert terminal.said.isascii()
    assert "\x1b" not in terminal.said
    answers = recorded(here / "shop")
    assert (answers["surface"], answers["admin"], answers["load"]) == ("api", "no", "hot")


def test_plain_lines_break_between_words(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", "--stack", "django_drf", "--plain", *QUICK, columns=60, rows=100)
    terminal.see("Create it?")
    terminal.press("options\n", "2\n", "\n", "\n", "\n", "\n")
    terminal.see("\nPlain HTML to sign up, sign in and edit products; needs\nDjango and `auth: jwt`\n")


@pytest.mark.parametrize(
    ("way", "lines", "prompt"),
    [
        ((), [], FIRST),
        ((), [ENTER], "Folder my-service"),
        (("--plain",), [], "Number, Enter for 1"),
    ],
)
def test_the_end_of_the_input_is_a_cancel(
    open_terminal: Callable[..., Terminal], here: Path, way: tuple[str, ...], lines: list[str], prompt: str
) -> None:
    terminal = open_terminal("new", *way, *QUICK)
    for line in lines:
        terminal.see(FIRST)
        terminal.press(line)
    terminal.see(prompt)
    terminal.press("\x04")
    assert terminal.end() == 130
    assert list(here.iterdir()) == []


def test_what_is_pasted_into_a_list_is_not_typed_there(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(UP, UP, ENTER)
    terminal.see("» Programs")
    terminal.press(ENTER)
    terminal.see("» Later")
    terminal.press("\x1b[200~hello\x1b[201~", DOWN)
    terminal.see("» Yes, at once")
    assert "hello" not in terminal.shown
    terminal.press(LEFT)
    terminal.see("» Programs")
    terminal.press(ENTER)  # what stood at the list before is still a choice of it
    terminal.see("» Later")


def test_a_window_may_change_its_size(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.resize(20, 50)
    terminal.press(DOWN)
    terminal.see("» An API for apps and partners")
    terminal.resize(40, 120)
    terminal.press(UP)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert (here / "shop").is_dir()


def test_a_refused_name_comes_with_the_nearest_that_would_do(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK, columns=200)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press("FastAPI")
    terminal.see("which the project itself installs; try fastapi-service")
    terminal.press(CTRL_C)
    assert terminal.end() == 130


def test_what_is_suggested_gives_way_to_what_is_typed(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» [my-service]")
    terminal.press("shop")
    terminal.see("Folder shop, package shop")
    assert "my-service" not in terminal.shown
    terminal.press(CTRL_U)
    terminal.see("» [my-service]")
    terminal.press("\x1b[200~ the\nshop \n\x1b[201~")
    terminal.see("Folder the-shop")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "the-shop")["name"] == "the shop"


def test_ctrl_b_keeps_what_was_typed(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press("sho", CTRL_B)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder sho")
    terminal.press("p", ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert (here / "shop").is_dir()


def test_a_long_name_that_is_pasted_is_refused_where_it_stands(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", *QUICK, columns=60, rows=20)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press("\x1b[200~" + "long\n" * 60 + "\x1b[201~", ENTER)
    terminal.see("characters, at most 100 are allowed")
    terminal.press(CTRL_U, "shop", ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert (here / "shop").is_dir()


def test_a_folder_that_is_taken_is_refused_and_the_next_free_one_suggested(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    for name in ("my-service", "my-service-2"):
        (here / name).mkdir()
        (here / name / "notes.txt").touch()
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service-3, package my-service-3")
    terminal.press("my-service")
    terminal.see("The folder `my-service` is not empty")
    terminal.press(CTRL_U, ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "my-service-3")["name"] == "my-service-3"


def test_every_prompt_fits_a_small_window(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK, columns=60, rows=20)
    terminal.see(FIRST)
    assert "? What are you building?" in terminal.shown
    assert "   I know the stack" in terminal.shown
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    assert "   Show its files and steps first" in terminal.shown
    assert "description  A web service" in terminal.shown


def test_the_card_stands_whole_above_the_name_in_a_small_window(
    open_terminal: Callable[..., Terminal],
) -> None:
    terminal = open_terminal("new", *QUICK, columns=60, rows=20)
    terminal.see(FIRST)
    terminal.press(UP, UP, UP, ENTER)
    terminal.see("Folder my-service")
    card = terminal.shown.partition("Recommended: ")[2].partition("\n\n")[0]
    assert card == (
        "Hybrid (Django admin + FastAPI)\n"
        "Points: FastAPI 5, Django 12, one per article that says so\n"
        "For FastAPI: Many requests at once and waiting on others are\n"
        "  what async is for\n"
        "For Django + DRF: Staff get an admin panel at once\n"
        "The price: Two processes to run, watch and deploy\n"
        "Next best: Django + DRF\n"
        "You can still choose another stack at the review"
    )


def test_the_card_is_short_whatever_is_answered() -> None:
    for answers in product(*(question.values for question in SELECTION)):
        card = summary(
            recommend_stack(Requirements(**dict(zip(SELECTION_BY_ID, answers, strict=True)))), measure=60
        )
        assert card.count("\n") <= 10
        assert max(map(len, card.splitlines())) <= 60
        assert re.search(r"R\d:|--", card) is None


def test_a_changed_answer_says_what_became_of_the_stack(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", *QUICK, rows=60)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see(CREATE)
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("» name: shop")
    terminal.press(*[UP] * 5, ENTER)
    terminal.see("» Programs: an app, a bot, a partner")
    terminal.press(UP, ENTER)
    terminal.see("The stack is now django_drf (was fastapi)\n\nThe project in shop\n")


def test_pages_are_advised_while_people_use_them(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", "--use-case", "cms", *QUICK, rows=60)
    terminal.see(CREATE)
    assert re.search("\n  pages +yes +recommendation\n", terminal.shown)
    terminal.press(DOWN, ENTER)
    terminal.see(f"» {ABOUT}")
    terminal.press(DOWN, ENTER)
    for question in QUESTIONS:
        if question.group == CODE:
            terminal.see(f"? {question.text}\n")
            terminal.press(ENTER)
    terminal.see("» Back to the review")
    terminal.press(ENTER)
    terminal.see(CREATE)
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("» name: shop")
    terminal.press(*[UP] * 5, ENTER)
    terminal.see("» People, on pages the server makes")
    terminal.press(UP, UP, ENTER)
    terminal.see("\n  pages        no ")
    assert "stack        django_drf" in terminal.shown


def test_no_colour_where_none_is_wanted(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    assert re.findall(r"\x1b\[[0-9;]*(?:3[0-7]|9[0-7]|38)[0-9;]*m", terminal.said) == []


def test_ascii_where_the_terminal_cannot_do_better(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see("> The API of a SaaS product")
    terminal.press(ENTER)
    terminal.see("> Create the project")
    terminal.press(UP, ENTER)
    terminal.hear("|-- ")
    terminal.see("> Create the project")
    assert terminal.said.isascii()


def test_a_table_is_as_wide_as_the_window(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    for term in ("xterm", "dumb"):
        monkeypatch.setenv("TERM", term)
        terminal = open_terminal("compare", "--row", "admin", columns=200, rows=60)
        terminal.end()
        assert re.search(
            r"\n Admin panel +None; SQLAdmin or another library \(002, 003\) +Built in, saves weeks",
            terminal.shown,
        )


def test_what_doctor_says_breaks_between_words(
    open_terminal: Callable[..., Terminal], fake: Callable[[str, str], None]
) -> None:
    fake("docker", "exit 1")
    terminal = open_terminal("doctor", columns=60)
    terminal.end()
    assert "docker  Its engine does not answer; only images need\n              it\n" in terminal.shown


def test_recommend_asks_what_is_missing(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("recommend", rows=60, columns=100)
    terminal.see(FIRST)
    terminal.press(UP, UP, ENTER)
    terminal.see("Recommended: Hybrid")
    assert terminal.end() == 0
    assert "pystack-init new my-service --stack hybrid --surface both" in terminal.shown
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("given", ["CI", "--no-input", "--json"])
def test_recommend_asks_nobody_who_said_so(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch, answers: str
) -> None:
    if answers == "CI":
        monkeypatch.setenv("CI", "true")
    terminal = open_terminal("recommend", *([] if answers == "CI" else [answers]))
    terminal.see("Nobody can be asked here")
    assert terminal.end() == 2


def test_a_signal_leaves_the_terminal_as_it_was(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.child.kill(signal.SIGTERM)
    assert terminal.end() == 143
    assert terminal.said.rfind("\x1b[?2004l") > terminal.said.rfind("\x1b[?2004h")
    assert terminal.said.rfind("\x1b[?25h") > terminal.said.rfind("\x1b[?25l")
    assert "error: Cancelled, nothing was left behind" in terminal.shown
    assert list(here.iterdir()) == []
