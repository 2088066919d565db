"""Serve only the API: `python -m backend.api`."""

from backend.serve import main

if __name__ == "__main__":
    main("backend.api.main:create_app")
