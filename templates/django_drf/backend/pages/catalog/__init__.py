"""Products, as pages."""
