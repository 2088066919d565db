"""Schema drifts of a hybrid, one of each kind: edits of one side without the other."""

# ruff: noqa: E501 - each message is compared whole, so it is on one line

from dataclasses import dataclass

TABLES = "backend/{}/tables.py"
MODELS = "backend/{}/models.py"
ACCOUNTS, CATALOG = TABLES.format("accounts"), TABLES.format("catalog")
USER_MODEL, PRODUCT_MODEL = MODELS.format("accounts"), MODELS.format("catalog")


@dataclass(frozen=True, slots=True)
class Drift:
    """One edit, and the message expected from the contract: the difference and the fix."""

    kind: str
    file: str
    old: str
    new: str
    difference: str
    fix: str


def _mirror(kind: str, file: str, old: str, new: str, difference: str) -> Drift:
    """Describe a drift that is fixed in the mirror."""
    model = {"accounts_user": "User", "accounts_refreshtoken": "RefreshToken"}.get(
        difference.replace(":", ".").split(".")[0], "Product"
    )
    app = "catalog" if model == "Product" else "accounts"
    prints = f"`just mirror {app}.{model}` prints the class"
    return Drift(kind, file, old, new, difference, f"Update `{model}` in {TABLES.format(app)}: {prints}")


def _extra(kind: str, file: str, old: str, new: str, difference: str) -> Drift:
    """Describe an addition in the mirror only: remove it, or add it to Django."""
    fix = (
        "Remove it from `Product` in backend/catalog/tables.py, or add it to "
        "`Product` in backend/catalog/models.py and run `just makemigration NAME`"
    )
    return Drift(kind, file, old, new, difference, fix)


TWICE = Drift(
    "two classes for one table",
    CATALOG,
    "class Product(SQLModel, table=True):",
    'class Shelf(SQLModel, table=True):\n    __tablename__ = "catalog_product"\n    id: int = Field(primary_key=True)\n\n\nclass Product(SQLModel, table=True):',
    "backend/catalog/tables.py: Table 'catalog_product' is already defined for this MetaData instance",
    "Keep one class and import it where it is needed",
)

DRIFTS = (
    _mirror(
        "column lost",
        CATALOG,
        '    description: str = Field(default="", sa_type=Text)\n',
        "",
        "catalog_product.description: the mirror lacks the column",
    ),
    _extra(
        "column invented",
        CATALOG,
        "    price: Decimal",
        "    weight: int\n    price: Decimal",
        "catalog_product.weight: Django has no such column",
    ),
    Drift(
        "table renamed",
        CATALOG,
        '__tablename__ = "catalog_product"',
        '__tablename__ = "products"',
        "products: no Django model has this table",
        "Correct `__tablename__` of `Product` in backend/catalog/tables.py to `catalog_product`, as in `Product` in backend/catalog/models.py, or remove the class",
    ),
    Drift(
        "table renamed in Django",
        PRODUCT_MODEL,
        "    class Meta:\n",
        '    class Meta:\n        db_table = "goods"\n',
        "catalog_product: no Django model has this table",
        "Correct `__tablename__` of `Product` in backend/catalog/tables.py to `goods`, as in `Product` in backend/catalog/models.py, or remove the class",
    ),
    TWICE,
    Drift(
        "two classes for one table that is extended",
        ACCOUNTS,
        '__tablename__ = "accounts_refreshtoken"',
        '__table_args__ = {"extend_existing": True}\n    __tablename__ = "accounts_user"',
        "accounts_user: already mirrored by `User` in backend/accounts/tables.py",
        "Remove `RefreshToken` in backend/accounts/tables.py",
    ),
    _mirror(
        "length",
        CATALOG,
        "max_length=120",
        "max_length=100",
        "catalog_product.name: different type: varchar(120) in Django, varchar(100) in the mirror",
    ),
    _mirror(
        "length in Django",
        PRODUCT_MODEL,
        "max_length=120",
        "max_length=200",
        "catalog_product.name: different type: varchar(200) in Django, varchar(120) in the mirror",
    ),
    _mirror(
        "text with an end",
        CATALOG,
        "sa_type=Text",
        "sa_type=String(2000)",
        "catalog_product.description: different type: text in Django, varchar(2000) in the mirror",
    ),
    _mirror(
        "precision",
        CATALOG,
        "price: Decimal = Field(sa_type=Money)",
        "price: Decimal = Field(max_digits=12, decimal_places=2)",
        "catalog_product.price: different type: numeric(10, 2) in Django, numeric(12, 2) in the mirror",
    ),
    _mirror(
        "scale in Django",
        PRODUCT_MODEL,
        "decimal_places=2",
        "decimal_places=3",
        "catalog_product.price: different type: numeric(10, 3) in Django, numeric(10, 2) in the mirror",
    ),
    _mirror(
        "decimal read as float",
        CATALOG,
        "price: Decimal = Field(sa_type=Money)",
        "price: Decimal = Field(sa_column=Column(Numeric(10, 2, asdecimal=False), nullable=False))",
        "catalog_product.price: different Python type: Decimal in Django, float in the mirror",
    ),
    _mirror(
        "another type",
        ACCOUNTS,
        "family_id: UUID",
        "family_id: int",
        "accounts_refreshtoken.family_id: different type: char(32) on SQLite and uuid on PostgreSQL in Django, "
        "integer in the mirror",
    ),
    _mirror(
        "time without a zone",
        ACCOUNTS,
        "expires_at: datetime",
        "expires_at: datetime = Field(sa_type=DateTime)",
        "accounts_refreshtoken.expires_at: different type: datetime on SQLite and timestamp with time zone on "
        "PostgreSQL in Django, datetime on SQLite and timestamp without time zone on PostgreSQL in the mirror",
    ),
    _mirror(
        "time in any zone",
        ACCOUNTS,
        "expires_at: datetime",
        "expires_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))",
        "accounts_refreshtoken.expires_at: different Python type: datetime in UTC in Django, datetime in the mirror",
    ),
    _mirror(
        "nullable in the mirror",
        CATALOG,
        "name: str = Field(max_length=120)",
        "name: str | None = Field(max_length=120)",
        "catalog_product.name: different nullability: NOT NULL in Django, NULL in the mirror",
    ),
    _mirror(
        "nullable in Django",
        PRODUCT_MODEL,
        "price = models.DecimalField(",
        "price = models.DecimalField(null=True, ",
        "catalog_product.price: different nullability: NULL in Django, NOT NULL in the mirror",
    ),
    _mirror(
        "primary key",
        ACCOUNTS,
        "family_id: UUID = Field(index=True)",
        "family_id: UUID = Field(index=True, primary_key=True)",
        "accounts_refreshtoken.family_id: different primary key: no in Django, yes in the mirror",
    ),
    _mirror(
        "default in Python",
        ACCOUNTS,
        "is_active: bool = True",
        'is_active: bool = Field(default=False, sa_column_kwargs={"server_default": true()})',
        "accounts_user.is_active: different Python default: True in Django, False in the mirror",
    ),
    _mirror(
        "default in the database lost",
        ACCOUNTS,
        "is_staff: bool = False",
        "is_staff: bool",
        "accounts_user.is_staff: different database default: 0 on SQLite and false on PostgreSQL in Django, "
        "none in the mirror",
    ),
    _mirror(
        "default in the database",
        ACCOUNTS,
        "is_active: bool = True",
        'is_active: bool = Field(default=True, sa_column_kwargs={"server_default": false()})',
        "accounts_user.is_active: different database default: 1 on SQLite and true on PostgreSQL in Django, "
        "0 on SQLite and false on PostgreSQL in the mirror",
    ),
    Drift(
        "default only in Django's Python",
        USER_MODEL,
        'default="", db_default=""',
        'default=""',
        "accounts_user.full_name: the default exists only in Django's Python code, so an INSERT from FastAPI or plain SQL may fail",
        "Add `db_default` to the field in `User` in backend/accounts/models.py, then run `just makemigration NAME`",
    ),
    _mirror(
        "enum without a length",
        CATALOG,
        "Field(default=Status.DRAFT, sa_type=Choice(Status, 10))",
        "Status.DRAFT",
        "catalog_product.status: different type: varchar(10) in Django, varchar in the mirror",
    ),
    _mirror(
        "value in Django",
        PRODUCT_MODEL,
        '    LIVE = "live"\n',
        '    LIVE = "live"\n    SOLD = "sold"\n',
        "catalog_product.status: different enum values: [draft, live, sold] in Django, [draft, live] in the mirror",
    ),
    _mirror(
        "value in the mirror",
        CATALOG,
        '    LIVE = "live"\n',
        '    LIVE = "online"\n',
        "catalog_product.status: different enum values: [draft, live] in Django, [draft, online] in the mirror",
    ),
    _mirror(
        "foreign key lost",
        CATALOG,
        'foreign_key="accounts_user.id", index',
        "index",
        "catalog_product.owner_id: different foreign key: accounts_user.id in Django, none in the mirror",
    ),
    _mirror(
        "foreign key to another table",
        ACCOUNTS,
        'foreign_key="accounts_user.id"',
        'foreign_key="accounts_refreshtoken.id"',
        "accounts_refreshtoken.user_id: different foreign key: accounts_user.id in Django, accounts_refreshtoken.id "
        "in the mirror",
    ),
    Drift(
        "foreign key to a table without a mirror",
        ACCOUNTS,
        'foreign_key="accounts_user.id"',
        'foreign_key="auth_group.id"',
        "accounts_refreshtoken.user_id: the referenced table auth_group has no mirror, so every write fails",
        "Mirror `auth.Group` too: `just mirror auth.Group` prints the class",
    ),
    _mirror(
        "optional in Python alone",
        CATALOG,
        "price: Decimal = Field(sa_type=Money)",
        "price: float | None = Field(sa_column=Column(Money, nullable=False))",
        "catalog_product.price: different Python type: Decimal in Django, Decimal annotated as float | None "
        "in the mirror",
    ),
    Drift(
        "table=True forgotten",
        CATALOG,
        "class Product(SQLModel, table=True):",
        "class Product(SQLModel):",
        "`Product` in backend/catalog/tables.py has `__tablename__` but not `table=True`",
        "Write `class Product(SQLModel, table=True):`",
    ),
    _mirror(
        "on delete",
        CATALOG,
        'foreign_key="accounts_user.id", index',
        'foreign_key="accounts_user.id", ondelete="CASCADE", index',
        "catalog_product.owner_id: different ON DELETE action: NO ACTION in Django, CASCADE in the mirror",
    ),
    _mirror(
        "index lost",
        ACCOUNTS,
        "family_id: UUID = Field(index=True)",
        "family_id: UUID",
        "accounts_refreshtoken: the mirror lacks the index on (family_id)",
    ),
    _extra(
        "index invented",
        CATALOG,
        "name: str = Field(max_length=120)",
        "name: str = Field(max_length=120, index=True)",
        "catalog_product: Django has no index on (name) named `catalog_product_name_idx`",
    ),
    _mirror(
        "index in another order",
        CATALOG,
        'desc("created_at")',
        '"created_at"',
        "catalog_product: Django has the index on (status, created_at DESC, id) named `catalog_product_list_idx`, "
        "but the mirror has the index on (status, created_at, id) named `catalog_product_list_idx`",
    ),
    _mirror(
        "index by another name",
        CATALOG,
        '"catalog_product_list_idx"',
        '"products_idx"',
        "catalog_product: Django has the index on (status, created_at DESC, id) named `catalog_product_list_idx`, "
        "but the mirror has the index on (status, created_at DESC, id) named `products_idx`",
    ),
    _mirror(
        "uniqueness lost",
        ACCOUNTS,
        'text("lower(email)"), unique=True',
        'text("lower(email)")',
        "accounts_user: the mirror lacks the unique constraint on (lower(email)) named "
        "`accounts_user_email_lower_uniq`",
    ),
    _extra(
        "uniqueness invented",
        CATALOG,
        "name: str = Field(max_length=120)",
        "name: str = Field(max_length=120, unique=True)",
        "catalog_product: Django has no unique constraint on (name) named `catalog_product_name_uniq`",
    ),
    _mirror(
        "uniqueness in Django",
        PRODUCT_MODEL,
        "name = models.CharField(max_length=120)",
        "name = models.CharField(max_length=120, unique=True)",
        "catalog_product: the mirror lacks the unique constraint on (name)",
    ),
    _mirror(
        "check lost",
        CATALOG,
        '        CheckConstraint("price >= 0", name="price"),\n',
        "",
        "catalog_product: the mirror lacks the check constraint on (price >= 0) named `catalog_product_price_check`",
    ),
    _mirror(
        "check",
        CATALOG,
        '"price >= 0"',
        '"price > 0"',
        "catalog_product: Django has the check constraint on (price >= 0) named `catalog_product_price_check`, "
        "but the mirror has the check constraint on (price > 0) named `catalog_product_price_check`",
    ),
)
