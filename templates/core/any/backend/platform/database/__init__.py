"""The database: connections, columns, errors."""
