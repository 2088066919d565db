"""The backend: it replaces all connections that a restart of PostgreSQL has closed at once."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own backend, which needs its pool's check to be off (`CONN_HEALTH_CHECKS`)."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Return a working connection of the pool.

        The pool's own check pauses after each broken one: five exceed the timeout of the pool.
        """
        connection: Connection = super().get_new_connection(conn_params)
        for _ in range(self.pool.max_size if self.pool else 0):
            try:
                ConnectionPool.check_connection(connection)
            except OperationalError:
                self.pool.putconn(connection)
                connection = super().get_new_connection(conn_params)
            else:
                break
        return connection
