"""Django's PostgreSQL backend with this project's connection pool."""
