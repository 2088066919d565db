"""`add`, `remove`, `set` and `update` merge into a project that its owner has changed, and lose nothing."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edits import bytes_of, commit, edit, git
from pystack_init.questions.project import BY_ID
from pystack_init.suggestions import one_of
from pystack_init.system.changeset import UNDO, Changeset, Content

README = "README.md"
DATABASE = "tests/support/database.py"  # its line `DEFAULT = …` follows the answer to `database`


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a FastAPI project with one commit, once; each test has a copy."""
    folder = tmp_path_factory.mktemp("created")
    identity = {f"GIT_{one}_{key}": "ada" for one in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    argv = ("new", "shop", "--defaults", "--no-docker", "--no-install", "--quiet")
    program = (sys.executable, "-m", "pystack_init")
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PYSTACK_")}
    subprocess.run([*program, *argv], cwd=folder, env=plain | identity, check=True)
    return folder / "shop"


@pytest.fixture
def shop(created: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the project, and go there."""
    shutil.copytree(created, here / "shop", symlinks=True)
    monkeypatch.chdir(here / "shop")
    return here / "shop"


@pytest.fixture
def change(shop: Path, run: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Run a command with `--json` and return the object, with its exit code."""
    assert shop.is_dir()

    def change(*argv: str) -> dict[str, Any]:
        ran = run(*argv, "--json", *([] if argv[0] in {"status", "diff"} else ["--no-install"]))
        found: dict[str, Any] = json.loads(ran.out)
        return found | {"code": ran.code}

    return change


Change = Callable[..., dict[str, Any]]


def test_an_edit_elsewhere_in_a_changed_file_stays(shop: Path, change: Change) -> None:
    edit(shop / README, "A web service\n", "A shop for teapots\n")
    commit(shop)
    made = change("add", "docker")
    assert made["code"] == 0
    assert {"path": "Dockerfile", "kind": "added"} in made["data"]["changes"]
    text = (shop / README).read_text(encoding="utf-8")
    assert "A shop for teapots\n" in text
    assert "With Docker" in text
    assert "docker: true" in (shop / ".pystack-init.yml").read_text(encoding="utf-8")


def test_the_same_line_is_a_conflict_that_can_be_resolved_or_undone(shop: Path, change: Change) -> None:
    edit(shop / DATABASE, 'DEFAULT = "sqlite"', 'DEFAULT = "mariadb"')
    commit(shop)
    before = bytes_of(shop)
    made = change("set", "database=postgresql")
    assert made["code"] == 4
    line = (shop / DATABASE).read_text(encoding="utf-8").splitlines().index("<<<<<<< yours") + 1
    assert made["data"]["conflicts"] == [{"path": DATABASE, "line": line}]
    assert made["error"]["message"] == f"Merge conflicts in `{DATABASE}:{line}`"
    assert f"UU {DATABASE}\n" in git(shop, "status", "--porcelain")
    assert change("update", "--continue")["code"] == 4
    assert change("add", "docker")["code"] == 1
    assert change("update", "--abort")["code"] == 0
    assert bytes_of(shop) == before
    assert git(shop, "status", "--porcelain") == ""

    change("set", "database=postgresql")
    text = (shop / DATABASE).read_text(encoding="utf-8")
    start, end = text.index("<<<<<<<"), text.index(">>>>>>> v0.1.0\n") + len(">>>>>>> v0.1.0\n")
    (shop / DATABASE).write_text(text[:start] + 'DEFAULT = "mariadb"\n' + text[end:], encoding="utf-8")
    assert change("update", "--continue")["code"] == 0
    assert "UU" not in git(shop, "status", "--porcelain")
    assert not (shop / UNDO).exists()


def test_an_edited_file_that_the_template_drops_is_kept_with_a_note(shop: Path, change: Change) -> None:
    change("add", "docker")
    commit(shop)
    edit(shop / "compose.yaml", "services:\n", "# mine\nservices:\n")
    commit(shop)
    made = change("remove", "docker")
    assert made["data"]["kept"] == [
        {"path": "compose.yaml", "because": "you changed it; the template no longer has it"}
    ]
    assert (shop / "compose.yaml").read_text(encoding="utf-8").count("# mine\n") == 1
    assert not (shop / "Dockerfile").exists()


def test_a_deleted_file_stays_deleted_until_it_is_restored(shop: Path, change: Change) -> None:
    (shop / DATABASE).unlink()
    commit(shop)
    made = change("set", "database=postgresql")
    assert made["data"]["kept"] == [
        {"path": DATABASE, "because": "you deleted it; the template has a newer version"}
    ]
    assert not (shop / DATABASE).exists()
    commit(shop)
    assert change("update", "--restore", DATABASE)["data"]["changes"] == [{"path": DATABASE, "kind": "added"}]
    assert 'DEFAULT = "postgresql"' in (shop / DATABASE).read_text(encoding="utf-8")


def test_changes_follow_a_folder_that_the_user_has_moved(shop: Path, change: Change) -> None:
    git(shop, "mv", "tests/support", "tests/tools")
    commit(shop)
    assert change("set", "database=postgresql")["code"] == 0
    assert 'DEFAULT = "postgresql"' in (shop / "tests/tools/database.py").read_text(encoding="utf-8")
    assert not (shop / "tests/support").exists()


def test_a_file_that_both_sides_added_is_a_conflict(shop: Path, change: Change) -> None:
    (shop / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    untracked = bytes_of(shop)
    assert change("add", "docker")["error"]["code"] == "uncommitted-changes"
    assert bytes_of(shop) == untracked
    commit(shop)
    made = change("add", "docker")
    assert [one["path"] for one in made["data"]["conflicts"]] == ["Dockerfile"]
    assert "FROM scratch\n" in (shop / "Dockerfile").read_text(encoding="utf-8")


def test_an_ignored_file_in_the_way_is_never_overwritten(shop: Path, change: Change) -> None:
    (shop / ".gitignore").write_text("Dockerfile\n", encoding="utf-8")
    commit(shop)
    (shop / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    made = change("add", "docker")
    assert made["code"] == 0
    assert made["data"]["kept"] == [
        {"path": "Dockerfile", "because": "the path is taken by a folder or by a file that git ignores"}
    ]
    assert (shop / "Dockerfile").read_text(encoding="utf-8") == "FROM scratch\n"


def test_a_binary_that_both_sides_added_keeps_the_bytes_of_the_user(shop: Path, change: Change) -> None:
    (shop / "Dockerfile").write_bytes(b"\0mine")
    commit(shop)
    made = change("add", "docker")
    assert made["data"]["kept"] == [
        {"path": "Dockerfile", "because": "it is binary, and changed on both sides"}
    ]
    assert (shop / "Dockerfile").read_bytes() == b"\0mine"


def test_uncommitted_changes_matter_only_where_they_overlap(shop: Path, change: Change) -> None:
    edit(shop / "AGENTS.md", "# Working on", "# My work on")
    (shop / "notes.txt").write_text("mine\n", encoding="utf-8")
    git(shop, "add", "notes.txt")
    before = git(shop, "status", "--porcelain")
    assert change("add", "docker")["code"] == 0
    assert before.splitlines() == [
        line
        for line in git(shop, "status", "--porcelain").splitlines()
        if line[3:] in {"AGENTS.md", "notes.txt"}
    ]
    change("update", "--abort")
    edit(shop / README, "A web service\n", "A shop\n")
    left = bytes_of(shop)
    made = change("add", "docker")
    assert made["code"] == 1
    assert made["error"]["message"] == "There are uncommitted changes in `README.md`"
    assert bytes_of(shop) == left


OTHER_KINDS = ("no-commit", "monorepo", "shallow", "worktree", "signed")


@pytest.mark.parametrize(
    "kind", ["no-git", "hooks", *(pytest.param(one, marks=pytest.mark.matrix) for one in OTHER_KINDS)]
)
def test_it_works_in_every_kind_of_repository(kind: str, shop: Path, change: Change, tmp_path: Path) -> None:
    folder = repository(kind, shop, tmp_path)
    os.chdir(folder)
    before = bytes_of(folder)
    made = change("add", "docker")
    assert made["code"] == 0
    assert (folder / "Dockerfile").is_file()
    undone = change("update", "--abort")
    assert undone["code"] == 0
    assert {"path": "Dockerfile", "kind": "deleted"} in undone["data"]["changes"]
    assert bytes_of(folder) == before


def repository(kind: str, shop: Path, tmp_path: Path) -> Path:
    """Make a repository of a kind from the project, and return the project's folder."""
    match kind:
        case "no-git":
            shutil.rmtree(shop / ".git")
        case "no-commit":
            shutil.rmtree(shop / ".git")
            git(shop, "init", "--quiet")
        case "monorepo":
            shutil.rmtree(shop / ".git")
            git(shop.parent, "init", "--quiet")
            commit(shop.parent)
        case "shallow":
            git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{shop}", "clone")
            shutil.copy(shop / ".env", tmp_path / "clone/.env")
            return tmp_path / "clone"
        case "worktree":
            git(shop, "worktree", "add", "--quiet", str(tmp_path / "tree"))
            return tmp_path / "tree"
        case "hooks":
            hook = shop / ".git/hooks/pre-commit"
            hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
            hook.chmod(0o755)
        case "signed":
            git(shop, "config", "commit.gpgSign", "true")
            git(shop, "config", "gpg.program", "false")
    return shop


def test_line_endings_modes_links_and_names_stay(shop: Path, change: Change) -> None:
    git(shop, "config", "core.autocrlf", "false")
    text = (shop / README).read_bytes().replace(b"A web service", b"A shop")
    (shop / README).write_bytes(text.replace(b"\n", b"\r\n"))
    (shop / "backend/café.py").write_text("x = 1\n", encoding="utf-8")
    (shop / os.fsdecode(b"not-utf-8-\xff.txt")).write_text("mine\n", encoding="utf-8")
    (shop / "link").symlink_to("README.md")
    (shop / "run.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    (shop / "run.sh").chmod(0o755)
    commit(shop)
    assert change("add", "docker")["code"] == 0
    merged = (shop / README).read_bytes()
    assert merged.count(b"\n") == merged.count(b"\r\n")
    assert b"A shop\r\n" in merged
    assert b"With Docker" in merged
    assert (shop / "link").readlink() == Path("README.md")
    assert os.access(shop / "run.sh", os.X_OK)
    assert git(shop, "status", "--porcelain", "--", "backend/café.py", "link", "run.sh") == ""


def test_what_the_owner_made_of_a_file_stays(shop: Path, change: Change) -> None:
    (shop / "justfile").chmod(0o755)
    (shop / "own.md").write_text("mine\n", encoding="utf-8")
    (shop / "AGENTS.md").unlink()
    (shop / "AGENTS.md").symlink_to("own.md")
    shutil.rmtree(shop / "tests/support")
    commit(shop)
    made = change("set", "database=postgresql")
    assert made["code"] == 0
    assert [one["path"] for one in made["data"]["kept"]] == [DATABASE]
    assert not (shop / "tests/support").exists()
    commit(shop)
    assert change("add", "docker", "client")["code"] == 0
    assert os.access(shop / "justfile", os.X_OK)
    assert "client" in (shop / "justfile").read_text(encoding="utf-8")
    assert (shop / "AGENTS.md").readlink() == Path("own.md")
    assert (shop / "own.md").read_text(encoding="utf-8") == "mine\n"


def test_a_checkout_with_other_line_endings_is_merged_with_them(
    shop: Path, change: Change, tmp_path: Path
) -> None:
    (shop / ".gitattributes").unlink()  # it prescribes LF
    commit(shop)
    git(tmp_path, "clone", "--quiet", "--config", "core.autocrlf=true", str(shop), "crlf")
    clone = tmp_path / "crlf"
    assert b"\r\n" in (clone / README).read_bytes()
    os.chdir(clone)
    assert change("status")["data"]["changed_files"] == [".gitattributes"]
    assert change("add", "docker")["code"] == 0
    merged = (clone / README).read_bytes()
    assert b"With Docker" in merged
    assert merged.count(b"\n") == merged.count(b"\r\n")
    assert "1 file changed, 2 insertions(+)" in git(clone, "diff", "--stat", "--", README)


def test_a_project_that_is_formatted_with_another_line_length_has_no_conflict(
    shop: Path, change: Change
) -> None:
    tools = shop / ".venv/bin"
    tools.mkdir(parents=True)
    (tools / "ruff").symlink_to(Path(sys.executable).with_name("ruff"))
    edit(shop / "pyproject.toml", "line-length = 100", "line-length = 60")
    subprocess.run([tools / "ruff", "format", "--quiet", "."], cwd=shop, check=True)
    edited = [path for path in git(shop, "diff", "--name-only").splitlines() if path.endswith(".py")]
    assert len(edited) > 50
    commit(shop)
    assert change("remove", "auth")["code"] == 0
    ran = subprocess.run([tools / "ruff", "format", "--check", "."], cwd=shop, check=False)
    assert ran.returncode == 0


def test_another_line_length_without_formatting_is_no_conflict(shop: Path, change: Change) -> None:
    edit(shop / "pyproject.toml", "line-length = 100", "line-length = 120")
    commit(shop)
    assert change("remove", "auth")["code"] == 0
    assert git(shop, "diff", "--check") == ""


def test_the_name_of_a_feature_can_be_that_of_its_flag(shop: Path, change: Change) -> None:
    before = bytes_of(shop)
    assert change("add", "admin-panel")["code"] == 0
    assert "admin_panel: true" in (shop / ".pystack-init.yml").read_text(encoding="utf-8")
    commit(shop)
    assert change("remove", "admin-panel")["code"] == 0
    assert bytes_of(shop) == before


def test_dependencies_of_both_sides_are_no_conflict(shop: Path, change: Change) -> None:
    edit(
        shop / "pyproject.toml",
        "dependencies = [\n",
        'dependencies = [\n    "boto3>=1",\n    "aiofiles>=1",\n',
    )
    edit(shop / "pyproject.toml", "line-length = 100", "line-length = 120")
    commit(shop)
    assert change("add", "client")["code"] == 0
    text = (shop / "pyproject.toml").read_text(encoding="utf-8")
    for mine in ('    "boto3>=1",\n', '    "aiofiles>=1",\n', "line-length = 120\n"):
        assert mine in text
    assert "openapi-python-client" in text


def test_a_change_that_was_killed_can_be_finished_or_undone(shop: Path, change: Change) -> None:
    before = bytes_of(shop)

    def interrupted() -> None:
        new = {path: (None, Content("100644", b"new\n")) for path in ("a.txt", "b/c.txt")}
        Changeset.prepare(shop, "pystack-init add docker", new, {"conflicts": []})
        (shop / "a.txt").write_text("new\n", encoding="utf-8")  # and then it was killed

    interrupted()
    made = change("add", "docker")
    assert made["code"] == 1
    assert made["error"]["message"] == ("`pystack-init add docker` was interrupted before it wrote all files")
    assert change("status")["warnings"][0]["code"] == "interrupted"
    change("update", "--abort")
    assert bytes_of(shop) == before
    interrupted()
    change("update", "--continue")
    assert (shop / "b/c.txt").read_text(encoding="utf-8") == "new\n"


def test_a_change_that_the_system_refuses_is_undone(shop: Path) -> None:
    before = bytes_of(shop)
    new = {path: (None, Content("100644", b"new\n")) for path in ("a.txt", "README.md/b.txt")}
    changeset = Changeset.prepare(shop, "pystack-init add docker", new, {"conflicts": []})
    with pytest.raises(OSError, match="README"):
        changeset.apply()
    assert bytes_of(shop) == before
    assert Changeset.read(shop) is None


def test_secrets_stay_and_new_ones_are_added(shop: Path, change: Change) -> None:
    before = (shop / ".env").read_text(encoding="utf-8")
    change("add", "docker")
    commit(shop)
    change("set", "database=postgresql")
    after = (shop / ".env").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert "POSTGRES_PASSWORD=" in after


def test_status_and_diff_show_the_changes_of_the_user(shop: Path, change: Change) -> None:
    assert change("status")["data"]["pristine"] is True
    edit(shop / README, "A web service\n", "A shop\n")
    found = change("status")["data"]
    assert found["changed_files"] == [README]
    assert found["update_available"] is None
    assert "\n-A web service\n+A shop\n" in change("diff")["data"]["diff"]


def test_a_dry_run_and_a_check_write_nothing(shop: Path, change: Change) -> None:
    before = bytes_of(shop)
    made = change("add", "docker", "--dry-run", "--diff")
    assert {"path": "Dockerfile", "kind": "added"} in made["data"]["changes"]
    assert change("update", "--check") == change("update") | {"data": change("update", "--dry-run")["data"]}
    assert bytes_of(shop) == before


@pytest.mark.parametrize(
    ("argv", "message", "hint"),
    [
        (("add", "dokcer"), "Unknown feature `dokcer`", "Did you mean `docker`?"),
        (("add", "ci=jenkins"), "Invalid value `jenkins` for `ci`; choose {ci}", "Try `ci=github`"),
        (("set", "database"), "`database` has no value", "Write `question=answer`"),
        (
            ("set", "database=mysql"),
            "Invalid value `mysql` for `database`; choose `sqlite` or `postgresql`",
            "Try `database=sqlite`",
        ),
        (("set", "example=maybe"), "Invalid value `maybe` for `example`; choose `yes` or `no`", None),
        (("set", "author="), "The author is empty", "Try `'author=The project authors'`"),
        (("set", "stack=hybrid"), "`stack` cannot be set", "Use `switch`"),
        (
            ("add", "pages"),
            "`pages` needs Django, but the project has `stack=fastapi`",
            "Drop `pages`; `pystack-init switch` changes the stack of a project",
        ),
        (("switch", "djangodrf"), "Unknown stack `djangodrf`", "Did you mean `django_drf`?"),
        (("add",), "`add` needs an argument", "Run `pystack-init add --help`"),
        (("update", "--abort", "--continue"), "`--continue` and `--abort` exclude each other", None),
    ],
)
def test_an_impossible_change_is_refused(
    argv: tuple[str, ...], message: str, hint: str | None, shop: Path, change: Change
) -> None:
    before = bytes_of(shop)
    made = change(*argv)
    ci = one_of(BY_ID["ci"].values)
    assert (made["code"], made["error"]["message"]) == (2, message.format(ci=ci))
    assert hint is None or made["error"]["hint"] == hint
    assert bytes_of(shop) == before


def test_without_git_nothing_is_changed(
    shop: Path, change: Change, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = bytes_of(shop)
    monkeypatch.setenv("PATH", str(tmp_path))
    made = change("add", "docker")
    assert (made["code"], made["error"]["code"]) == (1, "git-missing")
    assert bytes_of(shop) == before


def test_outside_a_project_there_is_nothing_to_change(here: Path, run: Callable[..., Any]) -> None:
    assert here.is_dir()
    ran = run("update")
    assert (ran.code, ran.err) == (
        1,
        (
            "error: No project here: there is no `.pystack-init.yml` in this folder or above\n\n"
            "hint: Change to a project that `pystack-init new` created, or run `pystack-init update --adopt` "
            "if the file is lost\n"
        ),
    )


def test_a_model_that_was_replaced_is_kept(
    here: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here)
    argv = ("--stack", "fastapi", "--ml", "--defaults", "--no-install", "--no-git", "--quiet")
    assert run("new", "shop", *argv).code == 0
    monkeypatch.chdir(here / "shop")
    model, own = Path("backend/ml/models/iris/1/model.onnx"), bytes(range(256)) + b"\r\n"
    model.write_bytes(own)
    removed = json.loads(run("remove", "ml", "--no-install", "--json").out)["data"]
    assert [one["path"] for one in removed["kept"]] == [str(model)]
    assert model.read_bytes() == own
    assert not model.with_name("model.toml").exists()
    assert run("add", "ml", "--no-install").code == 0
    assert model.read_bytes() == own
    assert model.with_name("model.toml").exists()
