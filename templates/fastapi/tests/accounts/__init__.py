"""Traps of accounts."""
