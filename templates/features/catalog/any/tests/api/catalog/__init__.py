"""The contract of products."""
