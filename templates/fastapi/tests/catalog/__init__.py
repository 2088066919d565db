"""Traps of the catalogue."""
