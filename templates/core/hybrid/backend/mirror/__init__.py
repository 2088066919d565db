"""Holds FastAPI's tables to Django's models: what both say about a table, and where they differ."""
