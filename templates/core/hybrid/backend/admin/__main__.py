"""Serve only Django: `python -m backend.admin`."""

from backend.serve import main

if __name__ == "__main__":
    main("backend.admin.config.asgi:create_application")
