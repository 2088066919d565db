"""The documented recipe creates a migration for a new table or column."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Answers, ProjectCache, run, succeed

pytestmark = pytest.mark.matrix

SQLMODEL = '''"""The tables of the orders domain."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.platform.database.columns import Money


class Order(SQLModel, table=True):
    """An order of a customer."""

    __tablename__ = "orders_order"
    __table_args__ = (
        UniqueConstraint("number", "currency"),
        CheckConstraint("total >= 0", name="total"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: str = Field(max_length=40, index=True)
    currency: str = "EUR"
    total: Decimal = Field(sa_type=Money)
    paid_at: datetime | None = None
    note: str | None = None
'''
FIELDS = """
    number = models.CharField(max_length=40, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, null=True, blank=True)
    is_featured = models.BooleanField(default=False, db_default=False)
    weight = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    sold_at = models.DateTimeField(null=True, blank=True)
    notes = models.JSONField(null=True, blank=True)
"""
MODELS = '''class Kind(models.TextChoices):
    """What a product is."""

    BOOK = "book"
    FILM = "film"


class Product('''
PROTECTED = '''

class Line(models.Model):
    """A line of an order."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return str(self.product)
'''
INSERT = """
from uuid import uuid4
from django.db import connection
user = uuid4().hex
with connection.cursor() as cursor:
    values = "VALUES (%s, '!', 'ada@example.com')"
    cursor.execute(f"INSERT INTO accounts_user (id, password, email) {values}", [user])
    values = "VALUES (%s, 'Tea', 1, %s)"
    cursor.execute(f"INSERT INTO catalog_product (id, name, price, owner_id) {values}", [user, user])
"""
COMPARE = """
from backend.catalog.models import Product
product = Product.objects.get()
assert (product.name, product.kind, product.is_featured, product.notes) == ("Tea", None, False, None)
"""
STATUS = "    created_at = models.DateTimeField"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_new_table_with_alembic(
    database: str, installed: Callable[[Answers], Path], new_database: Callable[[str], str]
) -> None:
    project = installed({"database": database})
    domain = project / "backend" / "orders"
    domain.mkdir()
    (domain / "__init__.py").write_text('"""Orders."""\n')
    (domain / "tables.py").write_text(SQLMODEL)
    if database == "postgresql":  # its own types can be used
        tags = "    tags: list[str] = Field(sa_type=ARRAY(Text))\n"
        types = "from sqlalchemy.dialects.postgresql import ARRAY\nfrom sqlmodel"
        text = SQLMODEL.replace("CheckConstraint, U", "CheckConstraint, Text, U")
        (domain / "tables.py").write_text(text.replace("from sqlmodel", types, 1) + tags)
    env = project / "backend" / "migrations" / "env.py"
    catalog = "from backend.catalog import tables as _catalog  # noqa: F401 - declares the tables\n"
    orders = catalog.replace("catalog", "orders")
    text = env.read_text()
    assert catalog in text
    connections = "from backend.platform.database.connections import async_url\n"
    env.write_text(text.replace(connections, orders + connections))
    address = {"DATABASE_URL": new_database(database)}
    succeed(project, "uv", "run", "just", "migrate", env=address)
    succeed(project, "uv", "run", "just", "makemigration", "add orders", env=address)
    for step in ("upgrade head", "downgrade -1", "upgrade head", "check"):
        succeed(project, "uv", "run", "alembic", *step.split(), env=address)
    succeed(project, "uv", "run", "just", "check")
    before = sorted(project.glob("backend/migrations/versions/*.py"))
    output = succeed(project, "uv", "run", "just", "makemigration", "nothing", env=address)
    assert "No changes detected" in output
    assert sorted(project.glob("backend/migrations/versions/*.py")) == before


KIND = '''class Kind(StrEnum):
    """What a product is."""

    BOOK = "book"
    FILM = "film"


class Product('''
COLUMNS = """    kind: Kind | None = None
    is_featured: bool = Field(default=False)
    rating: int = 3
    label: str = "it's: 5%"
    seen_at: datetime = Field(default_factory=now)
    made_at: datetime | None = None
    notes: dict[str, str] | None = Field(
        default=None, sa_type=JSON().with_variant(JSONB(), "postgresql")
    )
    tags: list[str] = Field(default_factory=list, sa_type=Json)
"""
# Run with the project's Python: rows before the migration, and what they are after it.
ROWS = """
import sys
from uuid import uuid4
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

url, action = sys.argv[1:]
USER = "INSERT INTO accounts_user (id, password, email) VALUES (:id, '!', :email)"
PRODUCT = "INSERT INTO catalog_product (id, name, price, owner_id) VALUES (:id, 'Tea', 1, :id)"
ADDED = "SELECT kind, is_featured, rating, label, notes, tags, seen_at FROM catalog_product"
database = create_engine(url.replace("postgresql:", "postgresql+psycopg:")).connect()

def run(statement, **values):
    return database.execute(text(statement), values)

def is_refused(statement, **values):
    try:
        with database.begin_nested():
            run(statement, **values)
    except IntegrityError:
        return True

if action == "insert":
    owner = uuid4().hex
    run(USER, id=owner, email="ada@example.com")
    run(PRODUCT, id=owner)
    database.commit()
elif action == "filled":
    row = run("SELECT kind, made_at FROM catalog_product").one()
    assert row.kind == "book" and row.made_at, row
else:
    [row] = run(ADDED).all()
    assert row[:5] == (None, False, 3, "it's: 5%", None), row
    assert row.seen_at and row.tags in ("[]", []), row
    assert is_refused("UPDATE catalog_product SET kind = 'BOOK'")
    assert is_refused("UPDATE catalog_product SET price = -1")
    assert not is_refused("UPDATE catalog_product SET kind = 'book'")
    # A copied table keeps its indexes, such as the one that makes addresses unique.
    assert is_refused(USER, id=uuid4().hex, email="ADA@example.com")
    if url.startswith("sqlite"):
        index = "SELECT sql FROM sqlite_master WHERE name = 'catalog_product_list_idx'"
        assert "created_at DESC" in run(index).scalar_one()
"""


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_new_columns_run_on_rows_and_on_both_databases(
    database: str, installed: Callable[[Answers], Path], new_database: Callable[[str], str]
) -> None:
    project = installed({"database": database})
    for file in project.glob("db.sqlite3*"):  # as in a clone
        file.unlink()
    add_columns(project)
    succeed(project, "uv", "run", "just", "makemigration", "add kind")
    migration = project / "backend" / "migrations" / "versions" / "0003_add_kind.py"
    assert "import backend" not in migration.read_text()
    urls = [new_database(kind) for kind in ("sqlite", "postgresql")]
    for url in urls:
        address = {"DATABASE_URL": url}
        succeed(project, "uv", "run", "alembic", "upgrade", "0002", env=address)
        succeed(project, "uv", "run", "python", "-c", ROWS, url, "insert")
        for step in ("upgrade head", "downgrade -1", "upgrade head", "check"):
            succeed(project, "uv", "run", "alembic", *step.split(), env=address)
        succeed(project, "uv", "run", "python", "-c", ROWS, url, "compare")
    succeed(project, "uv", "run", "just", "check")

    tables = project / "backend" / "catalog" / "tables.py"
    film = '    FILM = "film"\n'
    text = tables.read_text().replace(film, f'{film}    GAME = "game"\n')
    text = text.replace("kind: Kind | None = None", "kind: Kind = Kind.BOOK")
    now = "made_at: datetime = Field(default_factory=now)"
    tables.write_text(text.replace("made_at: datetime | None = None", now))
    missing = run(project, "uv", "run", "just", "check")
    assert missing.returncode != 0
    assert (
        "error: the tables have changed without a migration: run `just makemigration NAME`"
        in missing.stdout.splitlines()
    )
    succeed(project, "uv", "run", "just", "makemigration", "sell games")
    for url in urls:
        for step in ("upgrade head", "downgrade -1", "upgrade head", "check"):
            succeed(project, "uv", "run", "alembic", *step.split(), env={"DATABASE_URL": url})
        succeed(project, "uv", "run", "python", "-c", ROWS, url, "filled")
    text = migration.read_text()
    migration.with_name("0003_other.py").write_text(text)
    twice = run(project, "uv", "run", "python", "-m", "backend.migrations", "check")
    assert (twice.returncode, twice.stdout) == (1, "error: Revision 0003 is present more than once\n")


def add_columns(project: Path, columns: str = COLUMNS) -> None:
    """Add columns to the products of a FastAPI project."""
    tables = project / "backend" / "catalog" / "tables.py"
    text = tables.read_text()
    imports = (
        "from sqlalchemy import JSON\nfrom sqlalchemy.dialects.postgresql import JSONB\nfrom sqlmodel import"
    )
    for old, new in (
        ("class Product(", KIND),
        ("    created_at: datetime", f"{columns}    created_at: datetime"),
        ("from sqlmodel import", imports),
        ("import Choice, Money", "import Choice, Json, Money"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    tables.write_text(text)
    users = project / "backend" / "accounts" / "tables.py"
    vip = "    is_vip: bool = False\n    is_active:"
    users.write_text(users.read_text().replace("    is_active:", vip))
    succeed(project, "uv", "run", "ruff", "check", "--fix", "--quiet", "backend")
    succeed(project, "uv", "run", "ruff", "format", "--quiet", "backend")


REFUSED = (
    (
        "catalog",
        "    price: Decimal",
        "    weight: int\n    price: Decimal",
        "catalog_product.weight: existing rows need a value; set a default, or allow None",
    ),
    (
        "catalog",
        "    price: Decimal",
        '    code: str = Field(default="x", unique=True)\n    price: Decimal',
        "catalog_product.code: unique, but existing rows would get one default",
    ),
    (
        "catalog",
        "max_length=120",
        "max_length=80",
        "catalog_product.name: existing values may not fit VARCHAR(80)",
    ),
    (
        "accounts",
        "    family_id: UUID",
        "    family_id: int",
        "accounts_refreshtoken.family_id: existing values may not fit INTEGER",
    ),
    (
        "accounts",
        "    revoked_at: datetime | None = None",
        "    revoked_at: datetime",
        "accounts_refreshtoken.revoked_at: existing rows may hold NULL; set a default, or allow None",
    ),
)
SECRETS = {"ENVIRONMENT": "development", **dict.fromkeys(("SECRET_KEY", "TOKEN_SECRET"), "0123456789" * 5)}


def test_a_change_that_would_fail_on_rows_is_refused_with_its_column(
    render: Callable[[Answers], Path], project_cache: ProjectCache, tmp_path: Path
) -> None:
    python = str(project_cache.tools({}) / "python")
    source = render({})
    for number, (file, old, new, message) in enumerate(REFUSED):
        project = shutil.copytree(source, tmp_path / str(number))
        tables = project / "backend" / file / "tables.py"
        text = tables.read_text()
        assert text.count(old) == 1, old
        tables.write_text(text.replace(old, new))
        ended = run(project, python, "-m", "backend.migrations", "make", "change", env=SECRETS)
        assert ended.returncode == 1
        assert ended.stdout.startswith(f"error: {message}"), ended.stdout
        assert not [*project.glob("backend/migrations/versions/0003*")]


def test_a_failing_linter_fails_the_recipe(installed: Callable[[Answers], Path]) -> None:
    project = installed({})
    template = project / "backend" / "migrations" / "script.py.mako"
    template.write_text(f"{template.read_text()}\n\nassert revision\n")
    add_columns(project, "    is_featured: bool = False\n")
    ended = run(project, "uv", "run", "just", "makemigration", "add kind")
    assert ended.returncode != 0
    assert "S101" in ended.stdout


@pytest.mark.parametrize("stack", ["django_drf", "hybrid"])
def test_a_failing_linter_fails_the_recipe_of_django(
    stack: str, installed: Callable[[Answers], Path]
) -> None:
    project = installed({"stack": stack})
    catalog = project / "backend" / "catalog"
    with (catalog / "migrations" / "0001_initial.py").open("a") as migration:
        migration.write("\n\nassert Migration\n")
    text = (catalog / "models.py").read_text()
    field = "    weight = models.PositiveIntegerField(default=0, db_default=0)\n"
    (catalog / "models.py").write_text(text.replace(STATUS, f"{field}{STATUS}"))
    ended = run(project, "uv", "run", "just", "makemigration", "add_weight")
    assert ended.returncode != 0
    assert "S101" in ended.stdout


@pytest.mark.parametrize("stack", ["django_drf", "hybrid"])
def test_new_columns_with_django(
    stack: str, installed: Callable[[Answers], Path], new_database: Callable[[str], str]
) -> None:
    project = installed({"stack": stack})
    models = project / "backend" / "catalog" / "models.py"
    text = models.read_text()
    assert text.count(STATUS) == 1
    text = text.replace(STATUS, FIELDS.lstrip("\n") + STATUS).replace("class Product(", MODELS)
    models.write_text(text + PROTECTED)
    succeed(project, "uv", "run", "just", "makemigration", "add_number")
    for kind in ("sqlite", "postgresql"):
        address = {"DATABASE_URL": new_database(kind)}
        manage = ("uv", "run", "python", "manage.py")
        for step in ("migrate accounts", "migrate catalog 0001"):
            succeed(project, *manage, *step.split(), env=address)
        succeed(project, *manage, "shell", "-c", INSERT, env=address)
        for step in ("migrate", "migrate catalog 0001", "migrate"):
            succeed(project, *manage, *step.split(), env=address)
        succeed(project, *manage, "shell", "-c", COMPARE, env=address)
    succeed(project, "uv", "run", "just", "check")
    succeed(project, "uv", "run", "just", "test", "tests/catalog")


@pytest.mark.parametrize("stack", ["django_drf", "hybrid"])
def test_django_names_what_fails_on_rows_or_in_plain_sql(
    stack: str, installed: Callable[[Answers], Path]
) -> None:
    project = installed({"stack": stack})
    models = project / "backend" / "catalog" / "models.py"
    text = models.read_text()
    models.write_text(text.replace(STATUS, f"    weight = models.IntegerField()\n{STATUS}"))
    refused = run(project, "uv", "run", "just", "makemigration", "add_weight")
    assert refused.returncode != 0
    assert "Field 'weight' on model 'product' not migrated" in refused.stdout
    models.write_text(text.replace(STATUS, f"    weight = models.IntegerField(default=0)\n{STATUS}"))
    missing = run(project, "uv", "run", "just", "check")
    message = "error: the models have changed without a migration: run `just makemigration NAME`"
    assert (missing.returncode, message in missing.stdout.splitlines()) == (1, True)
    succeed(project, "uv", "run", "just", "makemigration", "add_weight")
    warned = run(project, "uv", "run", "just", "check")
    assert warned.returncode != 0
    assert "catalog.Product.weight: (project.W001) Only Django knows this default" in warned.stdout


def test_a_failed_migration_is_rolled_back_on_sqlite(
    installed: Callable[[Answers], Path], new_database: Callable[[str], str]
) -> None:
    project = installed({})
    address = {"DATABASE_URL": new_database("sqlite")}
    succeed(project, "uv", "run", "just", "migrate", env=address)
    succeed(project, "uv", "run", "alembic", "revision", "--message", "half", env=address)
    [file] = (project / "backend" / "migrations" / "versions").glob("*_half.py")
    made, whole = 'op.create_table("half", sa.Column("id", sa.Integer))', file.read_text()
    upgrade = "def upgrade() -> None:\n    pass"
    assert upgrade in whole
    broken = f'def upgrade() -> None:\n    {made}\n    op.execute("nonsense")'
    file.write_text(whole.replace(upgrade, broken))
    with pytest.raises(AssertionError, match="nonsense"):
        succeed(project, "uv", "run", "alembic", "upgrade", "head", env=address)
    file.write_text(whole.replace(upgrade, f"def upgrade() -> None:\n    {made}"))
    succeed(project, "uv", "run", "alembic", "upgrade", "head", env=address)
