"""What only a project with Django and FastAPI on one database has to prove."""
