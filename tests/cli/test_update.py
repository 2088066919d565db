"""`update` brings a project of an earlier release to newer templates: 0.1.0 to a changed 0.2.0."""

import shutil
from pathlib import Path

import pytest

from edits import bytes_of, commit, edit, git
from releases import MOVED, Version


def test_a_project_without_edits_becomes_a_fresh_project_of_the_new_release(
    old_shop: Path, second: Version, here: Path
) -> None:
    secrets = (old_shop / ".env").read_bytes()
    assert second.call("status", folder=old_shop)["data"]["update_available"] == "0.2.0"
    assert second.call("update", "--check", folder=old_shop)["code"] == 6
    made = second.call("update", "--no-install", folder=old_shop)
    assert made["code"] == 0
    assert (old_shop / ".env").read_bytes() == secrets
    (here / "fresh").mkdir()
    second.call("new", "fresh/shop", "--defaults", "--client", "--docker", "--no-install", folder=here)
    merged, fresh = bytes_of(old_shop), bytes_of(here / "fresh/shop")
    for files in (merged, fresh):
        del files[".env"]  # random secrets
    assert merged == fresh
    assert second.call("update", "--check", folder=old_shop)["code"] == 0


def test_edits_stay_and_follow_moved_files(old_shop: Path, second: Version) -> None:
    edit(old_shop / "README.md", "A web service\n", "A shop\n")
    with (old_shop / MOVED[0]).open("a", encoding="utf-8") as file:
        file.write("\n# mine\n")
    edit(old_shop / "SECURITY.md", "# Security", "# Our security")
    edit(old_shop / "pyproject.toml", "dependencies = [\n", 'dependencies = [\n    "boto3>=1",\n')
    commit(old_shop)
    made = second.call("update", "--no-install", folder=old_shop)
    assert made["code"] == 0
    assert made["data"]["kept"] == [
        {"path": "SECURITY.md", "because": "you changed it; the template no longer has it"}
    ]
    text = (old_shop / "README.md").read_text(encoding="utf-8")
    assert "A shop\n" in text
    assert "## Get started\n" in text
    assert not (old_shop / MOVED[0]).exists()
    assert (old_shop / MOVED[1]).read_text(encoding="utf-8").endswith("\n# mine\n")
    assert (old_shop / "NOTICE.md").is_file()
    assert '"boto3>=1"' in (old_shop / "pyproject.toml").read_text(encoding="utf-8")
    second.call("update", "--abort", folder=old_shop)
    assert git(old_shop, "status", "--porcelain") == ""


def test_a_fresh_clone_is_updated_without_a_network(
    old_shop: Path, second: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "--quiet", str(old_shop), "clone")
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert second.call("update", "--no-install", folder=tmp_path / "clone")["code"] == 0
    assert (tmp_path / "clone/NOTICE.md").is_file()


def test_a_feature_is_added_after_the_update_only(old_shop: Path, second: Version) -> None:
    made = second.call("remove", "client", folder=old_shop)
    assert made["error"]["message"] == "The project uses templates 0.1.0, but this is pystack-init 0.2.0"
    second.call("update", "--no-install", folder=old_shop)
    commit(old_shop)
    assert second.call("remove", "client", "--no-install", folder=old_shop)["code"] == 0


def test_an_unknown_release_is_named(old_shop: Path, second: Version) -> None:
    edit(old_shop / ".pystack-init.yml", "_commit: v0.1.0", "_commit: v0.0.9")
    commit(old_shop)
    made = second.call("update", folder=old_shop)
    assert made["error"]["code"] == "release-unknown"
    assert "the templates of 0.0.9" in made["error"]["message"]


def test_equal_templates_give_an_equal_history(first: Version, tmp_path: Path) -> None:
    again = Version(tmp_path / "again")
    shutil.copytree(first.root, again.root)
    history = again.root / "src/pystack_init/history.bundle"
    recorded = history.read_bytes()
    history.unlink()
    again.run(again.root / "scripts/release.py", folder=again.root)
    assert history.read_bytes() == recorded


def test_a_release_with_an_unrecorded_move_is_refused(second: Version, tmp_path: Path) -> None:
    careless = Version(tmp_path / "careless")
    shutil.copytree(second.root, careless.root)
    edit(careless.template("template.toml"), f'[moved]\n"{MOVED[0]}" = "{MOVED[1]}"\n', "")
    release = careless.root / "scripts/release.py"
    ran = careless.run(release, "--check", folder=careless.root, check=False)
    assert (ran.returncode, ran.stderr) == (
        1,
        f"error: add these to `[moved]` in templates/template.toml:\n  {MOVED[0]} -> {MOVED[1]}\n",
    )
    second.run(second.root / "scripts/release.py", "--check", folder=second.root)
