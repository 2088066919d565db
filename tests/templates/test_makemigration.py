"""The documented recipe creates a migration for a new table or column."""

from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Answers, succeed

pytestmark = pytest.mark.matrix

SQLMODEL = '''"""The tables of the orders domain."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.platform.database.columns import Money, UtcDateTime


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
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    note: str | None = None
'''
FIELDS = """
    number = models.CharField(max_length=40, unique=True, default="none", db_default="none")
    weight = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    sold_at = models.DateTimeField(null=True, blank=True)
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
    env.write_text(text.replace(connections, connections + orders))
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


@pytest.mark.parametrize("stack", ["django_drf", "hybrid"])
def test_new_columns_with_django(stack: str, installed: Callable[[Answers], Path]) -> None:
    project = installed({"stack": stack})
    models = project / "backend" / "catalog" / "models.py"
    text = models.read_text()
    assert text.count(STATUS) == 1
    models.write_text(text.replace(STATUS, FIELDS.lstrip("\n") + STATUS))
    succeed(project, "uv", "run", "just", "makemigration", "add_number")
    for step in ("migrate", "migrate catalog 0001", "migrate"):
        succeed(project, "uv", "run", "python", "manage.py", *step.split())
    succeed(project, "uv", "run", "just", "check")


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
