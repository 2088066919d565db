"""What anyone may expect of registering, signing in and one's own account."""
