"""A Django project that its owner has changed becomes a hybrid: edits, rows and endpoints stay."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from edits import commit, edit
from projects import Server, succeed
from test_second_domain import write

pytestmark = pytest.mark.matrix

SEED = """
from backend.accounts.models import User
from backend.orders.models import Order
from backend.catalog.models import Product
user = User.objects.create_user(email="ada@example.com", password="three blue teapots")
product = Product.objects.create(name="Teapot", price="19.90", status="live", owner=user)
Order.objects.create(product=product, owner=user)
"""
COUNT = (
    "from backend.orders.models import Order; print(Order.objects.count(), Order.objects.get().product.name)"
)
COMMAND = (sys.executable, "-m", "pystack_init")


def owned(open_folder: Path, database: str) -> Path:
    """Create a project with a domain, a row and edits of its owner, and commit it."""
    flags = ("--stack", "django_drf", "--database", database, "--defaults")
    succeed(open_folder, *COMMAND, "new", "shop", *flags)
    shop = open_folder / "shop"
    write("django_drf", shop)
    edit(shop / "README.md", "A web service\n", "A shop for teapots\n")
    edit(shop / "pyproject.toml", "dependencies = [\n", 'dependencies = [\n    "sqids>=0.5",\n')
    edit(
        shop / "justfile",
        "# Add sample products\n",
        "# Say hello\nhello:\n    @echo hello\n\n# Add sample products\n",
    )
    return shop


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_an_owned_project_is_switched_to_the_hybrid(
    database: str,
    open_folder: Path,
    new_database: Callable[[str], str],
    serve: Callable[..., Server],
) -> None:
    shop = owned(open_folder, database)
    address = {"DATABASE_URL": new_database(database)}

    def just(*recipe: str) -> str:
        return succeed(shop, "uv", "run", "just", *recipe, env=address)

    def python(code: str) -> str:
        return succeed(shop, "uv", "run", "python", "manage.py", "shell", "-c", code, env=address)

    just("makemigration", "orders")
    just("migrate")
    python(SEED)
    before = python(COUNT).splitlines()[-1]
    succeed(shop, "git", "config", "user.name", "Ada")
    succeed(shop, "git", "config", "user.email", "ada@example.com")
    commit(shop)
    succeed(shop, *COMMAND, "switch", "hybrid")
    for file, text in {
        "README.md": "A shop for teapots\n",
        "pyproject.toml": '    "sqids>=0.5",\n',
        "justfile": "hello:\n",
        "backend/config/settings.py": "backend.orders",
    }.items():
        assert text in (shop / file).read_text(encoding="utf-8")
    just("migrate")
    assert python(COUNT).splitlines()[-1] == before == "1 Teapot"
    mirror = just("mirror", "orders.Order")
    (shop / "backend/orders/tables.py").write_text(f'"""The table of orders."""\n\n{mirror}')
    just("check")
    just("test")
    server = serve(shop, address)
    form = {"username": "ada@example.com", "password": "three blue teapots"}
    token = httpx.post(f"{server.url}/api/v1/auth/token", data=form, timeout=60).json()["access_token"]
    own = {"Authorization": f"Bearer {token}"}
    listed = httpx.get(f"{server.url}/api/v1/products", headers=own, timeout=60).json()["items"]
    assert [one["name"] for one in listed] == ["Teapot"]
    page = httpx.get(f"{server.url}/admin/login/", timeout=60)
    assert page.status_code == 200
    assert re.search("csrfmiddlewaretoken", page.text)
