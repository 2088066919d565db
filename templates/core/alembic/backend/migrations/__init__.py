"""Database migrations with Alembic."""
