"""Products."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "catalog_product",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("description", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
        sa.Column("status", sa.String(10), server_default="draft", nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'live')", name=op.f("catalog_product_status_check")
        ),
        sa.CheckConstraint("price >= 0", name=op.f("catalog_product_price_check")),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["accounts_user.id"],
            name="catalog_product_owner_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="catalog_product_pkey"),
    )
    op.create_index(
        "catalog_product_list_idx", "catalog_product", ["status", sa.text("created_at DESC"), "id"]
    )
    op.create_index("catalog_product_owner_id_idx", "catalog_product", ["owner_id"])


def downgrade() -> None:
    op.drop_table("catalog_product")
