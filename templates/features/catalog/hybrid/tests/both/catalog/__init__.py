"""One product on both sides."""
