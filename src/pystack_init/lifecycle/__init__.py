"""Create projects on disk and read them."""
