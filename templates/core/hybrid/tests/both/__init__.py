"""Tests of the shared database: Django and FastAPI together."""
