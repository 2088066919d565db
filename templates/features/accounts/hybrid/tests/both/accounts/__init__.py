"""One sign-in for both sides."""
