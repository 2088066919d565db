"""The HTTP API of products."""
