"""Whether the database answers: asked by readiness, and where a request takes long."""

from django.db import Error, connection


def database_answers() -> bool:
    """Ask it; this hangs where the database hangs."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    finally:
        connection.close()
    return True
