"""Products on both sides."""
