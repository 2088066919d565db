"""A FastAPI project that its owner has changed becomes a hybrid: Django adopts the tables and their rows."""

import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from edits import commit, edit
from projects import Server, succeed
from test_second_domain import ORDER, write

pytestmark = pytest.mark.matrix

COMMAND = (sys.executable, "-m", "pystack_init")
API = "/api/v1"
ACCOUNT = {"username": "ada@example.com", "password": "three blue teapots"}
EDITS = {
    "README.md": ("A web service\n", "A shop for teapots\n"),
    ".env.example": ("# HOST=127.0.0.1\n", "# HOST=127.0.0.1\n# TEAPOTS=12\n"),
    "pyproject.toml": ("dependencies = [\n", 'dependencies = [\n    "sqids>=0.5",\n'),
    "justfile": (
        "# Add sample products\n",
        "# Say hello\nhello:\n    @echo hello\n\n# Add sample products\n",
    ),
    "backend/catalog/router.py": ('"""List, ', '"""Teapots: list, '),
    "backend/settings.py": (
        "    # Limits: times in seconds.\n",
        "    teapots: int = 12\n    # Limits: times in seconds.\n",
    ),
}


def owned(folder: Path, database: str) -> Path:
    """Create a project with a domain and edits of its owner."""
    flags = ("--stack", "fastapi", "--database", database, "--defaults")
    succeed(folder, *COMMAND, "new", "shop", *flags)
    shop = folder / "shop"
    write("fastapi", shop)
    for file, change in EDITS.items():
        edit(shop / file, *change)
    succeed(shop, "git", "config", "user.name", "Ada")
    succeed(shop, "git", "config", "user.email", "ada@example.com")
    return shop


def sign_in(url: str) -> dict[str, str]:
    """Return the headers of a signed-in request."""
    token = httpx.post(f"{url}{API}/auth/token", data=ACCOUNT, timeout=60).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def add_rows(url: str) -> None:
    """Register a user, and add a product and an order over HTTP."""
    body = {"email": ACCOUNT["username"], "password": ACCOUNT["password"]}
    httpx.post(f"{url}{API}/auth/register", json=body, timeout=60).raise_for_status()
    own = sign_in(url)
    product = {"name": "Teapot", "price": "19.90", "status": "live"}
    added = httpx.post(f"{url}{API}/products", json=product, headers=own, timeout=60).json()
    order = {"product_id": added["id"], "notes": {"gift": True}}
    httpx.post(f"{url}{API}/orders", json=order, headers=own, timeout=60).raise_for_status()


def rows(url: str) -> tuple[object, object]:
    """Read the products and the orders of the user over HTTP."""
    own = sign_in(url)
    paths = (f"{url}{API}/products", f"{url}{API}/orders")
    products, orders = (httpx.get(path, headers=own, timeout=60).json()["items"] for path in paths)
    return products, orders


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_an_owned_project_is_switched_to_the_hybrid(
    database: str, open_folder: Path, new_database: Callable[[str], str], serve: Callable[..., Server]
) -> None:
    shop = owned(open_folder, database)
    address = {"DATABASE_URL": new_database(database)}

    def just(*recipe: str) -> str:
        return succeed(shop, "uv", "run", "just", *recipe, env=address)

    just("makemigration", "orders")
    just("migrate")
    first = serve(shop, address)
    add_rows(first.url)
    before = rows(first.url)
    first.process.terminate()
    commit(shop)

    switched = succeed(shop, *COMMAND, "switch", "hybrid")
    assert "backend/orders/tables.py: Django needs a model of each table" in switched
    for file, (_, new) in EDITS.items():
        assert new.splitlines()[0] in (shop / file).read_text(encoding="utf-8")
    migrated = just("migrate")
    assert "Django adopted accounts_user, accounts_refreshtoken\nDjango adopted catalog_product\n" in migrated
    assert "orders_order: stays as it is; Django has no model of it" in migrated
    second = serve(shop, address)
    assert rows(second.url) == before
    assert httpx.get(f"{second.url}/admin/login/", timeout=60).status_code == httpx.codes.OK
    second.process.terminate()

    write_models(shop)
    just("makemigration", "orders")
    assert "Django adopted orders_order" in just("migrate")
    assert "adopted" not in just("migrate")
    mirror = just("mirror", "orders.Order")
    (shop / "backend/orders/tables.py").write_text(f'"""The table of orders."""\n\n{mirror}')
    just("check")
    just("test")
    commit(shop)

    removed = succeed(shop, *COMMAND, "remove", "alembic")
    assert "git rm -r backend/migrations" in removed
    commit(shop)
    succeed(shop, "git", "rm", "-rq", "backend/migrations")
    just("migrate")
    just("check")
    just("test-all")
    assert rows(serve(shop, address).url) == before


def write_models(shop: Path) -> None:
    """Write Django's models of the owner's domain."""
    for file in sorted((ORDER / "hybrid").rglob("*.py")):
        target = shop / file.relative_to(ORDER / "hybrid")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    edit(
        shop / "backend/config/settings.py",
        '    "backend.catalog",\n',
        '    "backend.catalog",\n    "backend.orders",\n',
    )
