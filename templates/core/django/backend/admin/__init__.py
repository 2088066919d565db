"""The Django side: models, migrations and the admin site."""
