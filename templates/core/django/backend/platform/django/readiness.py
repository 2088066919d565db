"""Database check for the readiness probe and for slow requests."""

from django.db import Error, connection


def database_responds() -> bool:
    """Return True if a query succeeds. This has no timeout: the caller limits the wait."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    finally:
        connection.close()
    return True
