"""One renderer a result."""
