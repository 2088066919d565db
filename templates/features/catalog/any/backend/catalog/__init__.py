"""The catalog of products: an example domain to copy."""
