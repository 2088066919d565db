"""Tests: the HTTP contract in `api/`, and edge cases of the implementation beside it."""
