"""What anyone may expect of products."""
