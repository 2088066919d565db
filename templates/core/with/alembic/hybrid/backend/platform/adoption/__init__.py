"""Adopt the tables that Alembic created: Django records their migrations without creating them."""

import logging

logging.getLogger("alembic").setLevel(logging.WARNING)  # it reports every plugin at import
