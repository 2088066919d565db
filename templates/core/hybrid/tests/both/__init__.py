"""What holds because Django and FastAPI share one database."""
