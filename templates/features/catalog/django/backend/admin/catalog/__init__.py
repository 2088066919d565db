"""The catalog domain: models, migrations and admin of products."""
