"""`update --to` stops at a release between, asks what is new, and shows the notes of the releases crossed."""

import shutil
from pathlib import Path

import pytest

from edits import bytes_of, commit, edit, git
from pystack_init.questions.stacks import STACKS, Stack
from releases import MOVED, MOVED_AGAIN, Version
from terminals import DOWN, ENTER, Terminal


def test_a_release_between_is_a_stop_and_an_edit_follows_a_file_that_moves_twice(
    old_shop: Path, third: Version
) -> None:
    with (old_shop / MOVED[0]).open("a", encoding="utf-8") as file:
        file.write("\n# mine\n")
    commit(old_shop)
    straight = third.call("update", "--dry-run", folder=old_shop)["data"]
    assert straight["release"] == {"from": "0.1.0", "to": "0.3.0"}
    assert {"path": MOVED_AGAIN, "kind": "renamed", "from": MOVED[0]} in straight["changes"]
    assert MOVED_AGAIN in straight["merged"]
    assert straight["answers"] == {"notice": True, "terms": True}

    made = third.call("update", "--to", "0.2.0", "--no-install", folder=old_shop)["data"]
    assert made["release"] == {"from": "0.1.0", "to": "0.2.0"}
    assert made["answers"] == {"notice": True}
    assert made["defaults"] == ["notice"]
    assert {"path": MOVED[1], "kind": "renamed", "from": MOVED[0]} in made["changes"]
    assert (old_shop / "NOTICE.md").is_file()
    assert not (old_shop / "TERMS.md").exists()
    assert third.call("status", folder=old_shop)["data"]["update_available"] == "0.3.0"
    commit(old_shop)
    made = third.call("update", "--to", "v0.3.0", "--no-install", folder=old_shop)["data"]
    assert made["answers"] == {"terms": True}
    assert (old_shop / MOVED_AGAIN).read_text(encoding="utf-8").endswith("\n# mine\n")
    commit(old_shop)
    assert third.call("update", "--to", "0.3.0", folder=old_shop)["data"]["changes"] == []


@pytest.mark.parametrize(
    ("to", "code", "message", "hint"),
    [
        ("new", 2, "`new` is not a release", "Write a version, such as `0.3.0`"),
        (
            "0.1.0",
            2,
            "The project uses the templates of 0.2.0; it cannot go back to 0.1.0",
            "Revert the commit of the update instead",
        ),
        (
            "0.2.7",
            1,
            "This version of pystack-init (0.3.0) does not contain the templates of 0.2.7",
            "Choose `0.2.0` or `0.3.0`",
        ),
        (
            "9.0.0",
            1,
            "This version of pystack-init (0.3.0) does not contain the templates of 9.0.0",
            "Install the newest version of pystack-init: it has the templates of every release",
        ),
    ],
)
def test_a_release_that_cannot_be_the_goal_is_refused(
    old_shop: Path, third: Version, to: str, code: int, message: str, hint: str
) -> None:
    edit(old_shop / ".pystack-init.yml", "_commit: v0.1.0", "_commit: v0.2.0")
    made = third.call("update", "--to", to, folder=old_shop)
    error = made["error"]
    assert (made["code"], error["message"], error["hint"]) == (code, message, hint)


def test_a_project_of_a_newer_release_needs_a_newer_command(old_shop: Path, first: Version) -> None:
    edit(old_shop / ".pystack-init.yml", "_commit: v0.1.0", "_commit: v0.2.0")
    commit(old_shop)
    for command in (("update",), ("update", "--to", "0.2.0")):
        assert first.call(*command, folder=old_shop)["error"]["code"] == "release-unknown"
    added = first.call("add", "client", folder=old_shop)["error"]
    assert added["hint"] == "Install pystack-init 0.2.0"


def test_the_notes_of_the_releases_crossed_say_where_they_apply(old_shop: Path, third: Version) -> None:
    (old_shop / "backend/pots.py").write_text("x = 1\n\nmake_teapot(x)\nmake_teapot(2)\n", encoding="utf-8")
    commit(old_shop)
    notes = third.call("update", "--dry-run", folder=old_shop)["data"]["notes"]
    assert notes == [
        {
            "release": "0.2.0",
            "kind": "breaking",
            "text": "`make_teapot` is now `make_pot`",
            "applies": True,
            "places": ["backend/pots.py:3", "backend/pots.py:4"],
        },
        {"release": "0.2.0", "kind": "step", "text": "Rebuild the image", "applies": True, "places": []},
        {
            "release": "0.2.0",
            "kind": "note",
            "text": "Delete the file of the old tool",
            "applies": False,
            "places": [],
        },
        {"release": "0.3.0", "kind": "note", "text": "Terms of use", "applies": True, "places": []},
    ]
    one = third.call("update", "--dry-run", "--to", "0.2.0", folder=old_shop)["data"]["notes"]
    assert one == notes[:3]
    text = third.run("-m", "pystack_init", "update", "--no-install", folder=old_shop).stdout
    assert text.startswith("0.1.0 to 0.3.0, notice: yes (default), terms: yes (default)\nChanged ")
    assert (
        "\n\nBreaking changes:\n"
        "  0.2.0: `make_teapot` is now `make_pot` (backend/pots.py:3, backend/pots.py:4)\n\n"
        "To do by hand:\n  0.2.0: Rebuild the image\n\n"
        "New:\n  0.3.0: Terms of use\n\n"
    ) in text


def test_an_invalid_note_fails_the_release_check(second: Version, tmp_path: Path) -> None:
    careless = Version(tmp_path / "careless")
    second.copy_to(careless.root)
    edit(careless.template("releases.toml"), 'if = ["docker"]', 'if = ["dokcer"]')
    release = careless.root / "scripts/release.py"
    ran = careless.run(release, "--check", folder=careless.root, check=False)
    assert ran.returncode == 1
    assert "releases.toml` cannot be read: ValueError: unknown: dokcer" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_terminal_asks_what_is_new_and_shows_the_plan_before_it_is_written(
    old_shop: Path, third: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old_shop)
    monkeypatch.setenv("PYTHONPATH", str(third.root / "src"))
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal("update", "--no-install", rows=50)
    terminal.see("» Yes")
    assert "? Add a notice?" in terminal.shown
    terminal.press(DOWN, ENTER)
    terminal.wait_for_output("? Add a terms?")
    terminal.see("» Yes")
    terminal.press(ENTER)
    terminal.wait_for_output("? Update the project?")
    terminal.see("» Yes")
    assert "0.1.0 to 0.3.0, notice: no, terms: yes\n" in terminal.written.replace("\r", "")
    assert f"  > {MOVED[0]} -> {MOVED_AGAIN}" in terminal.shown
    assert git(old_shop, "status", "--porcelain") == ""
    terminal.press(DOWN, ENTER)
    assert terminal.end() == 130
    assert git(old_shop, "status", "--porcelain") == ""

    terminal = Terminal("update", "--no-install", rows=50)
    for question in ("Add a notice?", "Add a terms?", "Update the project?"):
        terminal.wait_for_output(f"? {question}")
        terminal.see(f"? {question}\n")
        terminal.press(ENTER)
    assert terminal.end() == 0
    assert (old_shop / "TERMS.md").is_file()

    git(old_shop, "reset", "--quiet", "--hard")
    git(old_shop, "clean", "--quiet", "-fd")
    terminal = Terminal("update", "--defaults", "--no-install", rows=50)
    assert terminal.end() == 0
    assert (old_shop / "TERMS.md").is_file()


SETS = {
    "default": (),
    "every feature": ("--client", "--devcontainer", "--database=postgresql", "--ci=gitlab"),
    "no feature": ("--auth=none", "--no-docker", "--ci=none", "--no-example", "--license=proprietary"),
}


@pytest.mark.matrix
@pytest.mark.parametrize("answers", SETS)
@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack.id)
def test_a_project_without_edits_equals_a_new_one_of_each_release(
    stack: Stack, answers: str, here: Path, first: Version, second: Version, third: Version
) -> None:
    flags = ("--stack", stack.id, *SETS[answers], "--defaults", "--no-install", "--no-git")
    first.call("new", "shop", *flags, folder=here)
    shutil.copytree(here / "shop", here / "straight")
    for to, made_by in (("0.2.0", second), ("0.3.0", third)):
        assert third.call("update", "--to", to, "--no-install", folder=here / "shop")["code"] == 0
        assert third.call("update", "--continue", folder=here / "shop")["code"] == 0
        new = ("new", f"new-{to}/shop", "--from", "shop", "--defaults", "--no-install", "--no-git")
        made_by.call(*new, folder=here)
        assert without_the_decision(here / "shop") == without_the_decision(here / f"new-{to}/shop")
    assert third.call("update", "--no-install", folder=here / "straight")["code"] == 0
    assert without_the_decision(here / "straight") == without_the_decision(here / "new-0.3.0/shop")


def without_the_decision(project: Path) -> dict[str, bytes]:
    """Read what a release renders: not the secrets, nor the record that `new` writes once."""
    written_once = {".env", "docs/decisions/0001-stack.md"}
    return {path: data for path, data in bytes_of(project).items() if path not in written_once}
