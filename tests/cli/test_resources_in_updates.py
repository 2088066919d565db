"""`update` brings fixes of the templates to generated resources: to edited ones, but not to frozen ones."""

from pathlib import Path

import pytest

from edits import commit, edit
from releases import Version

RESOURCES = (("order", "number:string:20:unique"), ("box", "label:string:40"), ("crate", "label:string:40"))
ROUTER = "backend/orders/router.py"
OLD, NEW = "as its owner or a superuser", "as its owner, or as a superuser"


@pytest.fixture
def shop(old_shop: Path, first: Version) -> Path:
    """Generate three resources in a project of 0.1.0; edit the first, freeze the last."""
    for name, field in RESOURCES:
        made = first.call("generate", "resource", name, field, "--no-migration", folder=old_shop)
        assert made["code"] == 0, made
    answers = old_shop / ".pystack-init.yml"
    text = answers.read_text(encoding="utf-8")
    before, after = text.rsplit("frozen: false", 1)
    answers.write_text(f"{before}frozen: true{after}", encoding="utf-8")
    edit(old_shop / ROUTER, 'tags=["orders"])\n', 'tags=["orders"])\n\nMOST = 3\n')
    commit(old_shop)
    return old_shop


@pytest.fixture
def fixed(second: Version, tmp_path: Path) -> Version:
    """Fix two templates of resources in 0.2.0."""
    version = Version(tmp_path / "fixed")
    second.copy_to(version.root)
    router = version.template("resource/with/owned/api/backend/gadgets/router.py.jinja")
    router.write_text(router.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    edit(version.template("resource/any/tests/gadgets/gadget_client.py.jinja"), "Create a row", "Add a row")
    return version


def test_an_update_fixes_an_edited_resource_and_leaves_a_frozen_one(
    shop: Path, first: Version, fixed: Version
) -> None:
    frozen = {path: path.read_bytes() for path in shop.glob("*/crates/*.py")}
    assert first.call("status", folder=shop)["data"]["changed_files"].count(ROUTER) == 1
    made = fixed.call("update", "--no-install", folder=shop)
    assert made["code"] == 0, made
    text = (shop / ROUTER).read_text(encoding="utf-8")
    assert (text.count(OLD), text.count(NEW), text.count("MOST = 3")) == (0, 2, 1)
    for name, plural in (("order", "orders"), ("box", "boxes")):
        client = shop / "tests" / plural / f"{name}_client.py"
        assert "Add a row" in client.read_text(encoding="utf-8")
    assert {path: path.read_bytes() for path in frozen} == frozen
    commit(shop)
    status = fixed.call("status", folder=shop)["data"]
    assert [(one["name"], one["frozen"]) for one in status["resources"]] == [
        ("order", False),
        ("box", False),
        ("crate", True),
    ]
    assert [path for path in status["changed_files"] if "/boxes/" in path or "/orders/" in path] == [ROUTER]
    assert fixed.call("update", "--check", folder=shop)["code"] == 0


def test_a_field_and_an_undo_after_an_update_use_the_new_templates(shop: Path, fixed: Version) -> None:
    words = ("generate", "field", "order", "coupon:string:40:optional", "--no-migration")
    refused = fixed.call(*words, folder=shop)
    assert refused["error"]["message"] == "The project uses templates 0.1.0, but this is pystack-init 0.2.0"
    fixed.call("update", "--no-install", folder=shop)
    commit(shop)
    made = fixed.call(*words, folder=shop)
    assert made["code"] == 0, made
    assert "coupon: str | None" in (shop / "backend/orders/tables.py").read_text(encoding="utf-8")
    assert "MOST = 3" in (shop / ROUTER).read_text(encoding="utf-8")
    undone = fixed.call("generate", "--undo", "order", folder=shop)
    assert undone["data"]["kept"] == [{"path": ROUTER, "because": "you changed it"}]


def test_an_edit_of_the_fixed_line_is_a_conflict(shop: Path, fixed: Version) -> None:
    text = (shop / ROUTER).read_text(encoding="utf-8")
    (shop / ROUTER).write_text(text.replace(OLD, "as its owner"), encoding="utf-8")
    commit(shop)
    made = fixed.call("update", "--no-install", folder=shop)
    assert made["code"] == 4, made
    assert {one["path"] for one in made["data"]["conflicts"]} == {ROUTER}
