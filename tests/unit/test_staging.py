"""Staging: an exception at any point leaves the target as it was."""

from pathlib import Path

import pytest

from pystack_init.errors import DestinationTaken
from pystack_init.system.staging import CLAIM, scratch, staged


class Stop(Exception):
    """Raised by a test inside the block."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


def write_and_stop(target: Path, *, place: bool = False) -> None:
    with staged(target) as staging:
        (staging.folder / "deep").mkdir()
        (staging.folder / "deep/file").write_text("x")
        if place:
            staging.place()
        raise Stop


def test_created_parents_are_removed(root: Path) -> None:
    with pytest.raises(Stop):
        write_and_stop(root / "far/away/shop")
    assert list(root.iterdir()) == []


def test_an_empty_folder_stays_the_same_and_is_emptied(root: Path) -> None:
    inode = root.stat().st_ino
    with pytest.raises(Stop):
        write_and_stop(root)
    assert (list(root.iterdir()), root.stat().st_ino) == ([], inode)


def test_a_clone_keeps_its_repository(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git/config").write_text("mine")
    with pytest.raises(Stop):
        write_and_stop(root)
    assert sorted(one.relative_to(root).as_posix() for one in root.rglob("*")) == [".git", ".git/config"]


@pytest.mark.parametrize("target", ["far/away/shop", "."])
def test_a_project_in_place_is_kept(root: Path, target: str) -> None:
    with pytest.raises(Stop):
        write_and_stop(root / target, place=True)
    assert [one for one in root.rglob("*") if one.is_file()] == [root / target / "deep/file"]


def test_a_folder_that_gets_files_meanwhile_is_unchanged(root: Path) -> None:
    with pytest.raises(DestinationTaken), staged(root / "shop") as staging:
        (staging.folder / "file").write_text("ours")
        (root / "shop").mkdir()
        (root / "shop/file").write_text("theirs")
        staging.place()
    assert [one.name for one in root.iterdir()] == ["shop"]
    assert (root / "shop/file").read_text() == "theirs"


def test_a_folder_that_another_run_claimed_is_refused_and_its_claim_stays(root: Path) -> None:
    (root / CLAIM).mkdir()
    with pytest.raises(DestinationTaken), staged(root):
        pytest.fail("two runs in one folder")
    assert [one.name for one in root.iterdir()] == [CLAIM]


def test_a_name_that_appears_in_the_folder_meanwhile_undoes_everything(root: Path) -> None:
    with pytest.raises(DestinationTaken), staged(root) as staging:
        for name in ("a", "b", "c"):
            (staging.folder / name).write_text("ours")
        (root / "b").write_text("theirs")
        staging.place()
    assert [(one.name, one.read_text()) for one in root.iterdir()] == [("b", "theirs")]


def test_a_scratch_folder_is_private_and_gone_at_the_end() -> None:
    with scratch() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").write_text("x")
    assert not folder.exists()
