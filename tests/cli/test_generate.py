"""`generate` writes a resource into a project that its owner has edited, and `--undo` removes it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edits import bytes_of, commit, edit
from pystack_init.system.changeset import UNDO

ORDER = (
    *("resource", "order", "customer:ref:accounts.User", "number:string:20:unique", "total:money"),
    *("status:enum:new,paid:default=new:filter", "notes:text:optional:search"),
)
EDITED = ["backend/main.py", "backend/main.py", "backend/migrations/env.py", "backend/platform/README.md"]
Generate = Callable[..., dict[str, Any]]


@pytest.fixture
def shop(here: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create a FastAPI project with one commit, and go there."""
    assert run("new", "shop", "--defaults", "--no-docker", "--no-install", "--quiet").code == 0
    monkeypatch.chdir(here / "shop")
    return here / "shop"


@pytest.fixture
def generate(shop: Path, run: Callable[..., Any]) -> Generate:
    """Run `generate` with `--json`, and return the object with its exit code."""
    assert shop.is_dir()

    def generate(*argv: str) -> dict[str, Any]:
        ran = run("generate", *argv, "--json", "--no-migration")
        found: dict[str, Any] = json.loads(ran.out)
        return found | {"code": ran.code}

    return generate


def own_files(shop: Path) -> dict[str, bytes]:
    """Read the files of a project, without the record of the last change."""
    return {path: data for path, data in bytes_of(shop).items() if not path.startswith(UNDO)}


def test_a_resource_is_written_recorded_and_undone_byte_for_byte(shop: Path, generate: Generate) -> None:
    before = own_files(shop)
    preview = generate(*ORDER, "--dry-run")
    assert (preview["code"], own_files(shop)) == (0, before)
    made = generate(*ORDER)
    assert made["code"] == 0, made
    assert made["data"]["files"] == preview["data"]["files"]
    assert [one["path"] for one in made["data"]["edits"] if one["done"]] == EDITED
    main = (shop / "backend/main.py").read_text(encoding="utf-8").splitlines()
    for one in made["data"]["edits"][:2]:
        assert main[one["line"] - 1].strip() == one["text"]
    assert made["data"]["steps"] == [
        {
            "id": "migration",
            "status": "skipped",
            "seconds": 0.0,
            "resume": "uv run just makemigration order",
            "summary": "",
        }
    ]
    written = own_files(shop)
    again = generate(*ORDER)
    assert (again["code"], again["data"]["files"], own_files(shop)) == (0, [], written)
    undone = generate("--undo", "order")
    assert (undone["code"], undone["data"]["kept"]) == (0, [])
    assert own_files(shop) == before


def test_every_written_code_file_has_at_most_120_lines(shop: Path, generate: Generate) -> None:
    files = [one["path"] for one in generate(*ORDER)["data"]["files"] if one["kind"] == "added"]
    long = {one: (shop / one).read_bytes().count(b"\n") for one in files}
    assert {one: lines for one, lines in long.items() if lines > 120} == {}


def test_undo_keeps_what_was_changed(shop: Path, generate: Generate) -> None:
    generate(*ORDER)
    router, main = shop / "backend/orders/router.py", shop / "backend/main.py"
    router.write_text(router.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    edit(
        main,
        "app.include_router(orders.router, prefix=PREFIX)",
        "app.include_router(orders.router, prefix=V2)",
    )
    undone = generate("--undo", "order")
    assert undone["data"]["kept"] == [{"path": "backend/orders/router.py", "because": "you changed it"}]
    left = [one for one in undone["data"]["edits"] if not one["done"]]
    assert [one["text"] for one in left] == ["app.include_router(orders.router, prefix=PREFIX)"]
    assert router.exists()
    assert not (shop / "backend/orders/tables.py").exists()
    assert generate("--undo", "order")["error"]["code"] == "invalid-resource"


def test_a_field_is_merged_into_edited_files(shop: Path, generate: Generate, run: Callable[..., Any]) -> None:
    generate(*ORDER)
    tables = shop / "backend/orders/tables.py"
    edit(tables, "    notes: str", "    # Free text\n    notes: str")
    edit(tables, "class Order(", "RATE = 2\n\n\nclass Order(")
    commit(shop)
    made = generate("field", "order", "coupon:string:40:optional", "total:money")
    assert made["code"] == 0, made
    text = tables.read_text(encoding="utf-8")
    assert "RATE = 2" in text
    assert '    # Free text\n    notes: str = Field(default="", sa_type=Text)\n    coupon: str | None' in text
    assert generate("field", "order", "coupon:string:40:optional")["data"]["files"] == []
    status = json.loads(run("status", "--json").out)["data"]
    assert [one["name"] for one in status["resources"]] == ["order"]
    assert "backend/orders/tables.py" in status["changed_files"]
    assert "backend/orders/schemas.py" not in status["changed_files"]


def test_a_field_beside_an_edit_of_the_same_lines_is_a_conflict(
    shop: Path, generate: Generate, run: Callable[..., Any]
) -> None:
    generate(*ORDER)
    edit(shop / "backend/orders/tables.py", '    notes: str = Field(default="", sa_type=Text)\n', "")
    commit(shop)
    before = own_files(shop)
    made = generate("field", "order", "coupon:string:40:optional")
    assert made["code"] == 4
    assert [one["path"] for one in made["data"]["conflicts"]] == ["backend/orders/tables.py"]
    assert run("update", "--abort").code == 0
    assert own_files(shop) == before


def test_a_field_that_rows_cannot_have_is_refused(generate: Generate) -> None:
    generate(*ORDER)
    refused = generate("field", "order", "coupon:string:40")
    assert (refused["code"], refused["error"]["hint"][:36]) == (2, "Write `coupon:string:40:optional`, o")
    assert generate("field", "ordr", "coupon")["error"]["hint"] == "Did you mean `order`?"


def test_a_line_without_a_place_is_printed_and_doctor_reminds(
    shop: Path, generate: Generate, run: Callable[..., Any]
) -> None:
    edit(shop / "backend/main.py", "    app.include_router(catalog.router, prefix=PREFIX)\n", "")
    text = (shop / "backend/main.py").read_text(encoding="utf-8")
    for name in ("accounts", "profile"):
        text = text.replace(f"    app.include_router({name}.router, prefix=PREFIX)\n", "")
    text = text.replace("include_router(health.router)", "include_router(health.router); ready = True")
    (shop / "backend/main.py").write_text(text, encoding="utf-8")
    made = generate(*ORDER)
    line = "app.include_router(orders.router, prefix=PREFIX)"
    assert (made["code"], made["error"]["code"]) == (4, "lines-left")
    assert f"backend/main.py: {line}" in made["error"]["hint"]
    assert made["data"]["steps"] == []
    assert [one["text"] for one in made["data"]["edits"] if not one["done"]] == [line]

    def reminder() -> list[str]:
        checks = json.loads(run("doctor", "--json").out)["data"]["checks"]
        return [one["fix"] or one["status"] for one in checks if one["id"] == "resource order"]

    assert reminder() == [f"Add `{line}`"]
    edit(shop / "backend/main.py", "; ready = True", f"\n    {line}")
    assert reminder() == ["pass"]


def test_a_file_has_several_resources_in_any_order(shop: Path, generate: Generate) -> None:
    (shop / "shop.toml").write_text(
        '[box]\nfields = ["shelf:ref:shelves.Shelf", "weight:decimal:6.2:optional"]\n'
        '[shelf]\nplural = "shelves"\npublic = "read"\nfields = ["name:string:40:unique"]\n',
        encoding="utf-8",
    )
    made = generate("--from", "shop.toml")
    assert made["code"] == 0, made
    assert "add_shelf(client)" in (shop / "tests/boxes/box_client.py").read_text(encoding="utf-8")
    assert generate("--undo", "shelf")["error"]["message"] == "`box` refers to `shelf`"
    assert generate("--from", "shop.toml")["data"]["files"] == []
    (shop / "shop.toml").write_text('[box]\nfields = ["name"]\n', encoding="utf-8")
    assert generate("--from", "shop.toml")["error"]["message"] == (
        "The project has a resource `box` with other words"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "`generate` needs a resource, a field"),
        (("resorce", "order", "name"), "Unknown action `resorce`"),
        (("resource", "order"), "`generate resource` needs a name and fields"),
        (("resource", "catalog_item", "name", "--plural", "catalog"), "`catalog` is a folder"),
        (("resource", "order", "buyer:ref:acounts.User"), "`order` refers to `acounts.User`"),
        (("resource", "order", "name", "--public", "write"), "Unknown access `write`"),
        (("--undo", "order"), "The project has no generated resource `order`"),
        (("--from", "missing.toml"), "`missing.toml` cannot be read"),
        (("resource", "order", "name", "--undo", "order"), "`generate` needs a resource, a field"),
    ],
)
def test_an_impossible_request_writes_nothing(
    shop: Path, generate: Generate, words: tuple[str, ...], message: str
) -> None:
    before = own_files(shop)
    refused = generate(*words)
    assert (refused["code"], refused["error"]["message"][: len(message)]) == (2, message)
    assert own_files(shop) == before


def test_a_folder_of_ones_own_is_not_overwritten(shop: Path, generate: Generate) -> None:
    (shop / "backend/orders").mkdir()
    assert generate(*ORDER)["error"]["message"] == "`backend/orders` exists already"


def test_a_failed_migration_keeps_the_files_and_prints_the_command(
    shop: Path, run: Callable[..., Any], fake_uv: Callable[[str], None]
) -> None:
    fake_uv('echo "error: no database"; exit 1')
    ran = run("generate", *ORDER)
    assert ran.code == 5
    assert "The migration failed:\n  error: no database" in ran.out
    assert "`migration` failed" in ran.err
    assert "uv run just makemigration order" in ran.err
    assert (shop / "backend/orders/tables.py").exists()


def test_a_frozen_resource_is_left_alone(shop: Path, generate: Generate, run: Callable[..., Any]) -> None:
    generate(*ORDER)
    edit(shop / "backend/orders/tables.py", "An order.", "My order.")
    edit(shop / ".pystack-init.yml", "frozen: false", "frozen: true")
    status = json.loads(run("status", "--json").out)["data"]
    assert (status["resources"][0]["frozen"], status["changed_files"]) == (True, sorted({*EDITED}))
    assert generate("field", "order", "coupon:optional")["code"] == 2
    assert generate("field", "order", "coupon:string:optional")["error"]["message"] == "`order` is frozen"
    assert generate(*ORDER)["data"]["files"] == []


def test_a_switch_inserts_the_lines_that_django_needs(
    shop: Path, generate: Generate, run: Callable[..., Any]
) -> None:
    generate(*ORDER)
    commit(shop)
    ran = run("switch", "hybrid", "--no-install", "--json")
    made = json.loads(ran.out)
    assert (ran.code, made["data"]["kept"]) == (0, [])
    assert made["data"]["next_steps"][0] == "uv run just makemigration order"
    settings = (shop / "backend/config/settings.py").read_text(encoding="utf-8")
    assert '    "backend.orders",\n]' in settings
    assert (shop / "backend/orders/models.py").is_file()
    commit(shop)
    assert generate("--undo", "order")["data"]["kept"] == []
    assert "backend.orders" not in (shop / "backend/config/settings.py").read_text(encoding="utf-8")


def test_undo_names_the_command_that_takes_a_migration_back(shop: Path, generate: Generate) -> None:
    generate(*ORDER)
    migration = shop / "backend/migrations/versions/0003_order.py"
    migration.write_text(
        'down_revision: str | None = "0002"\nop.create_table("orders_order")\n', encoding="utf-8"
    )
    [kept] = generate("--undo", "order")["data"]["kept"]
    assert kept["path"] == "backend/migrations/versions/0003_order.py"
    assert kept["because"].endswith("is applied, `uv run alembic downgrade 0002` takes it back")
