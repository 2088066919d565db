"""Empty the tables between tests."""

from sqlalchemy import Engine, inspect, text


def empty_tables(engine: Engine) -> None:
    """Delete all rows, also those that a key with RESTRICT or a cycle of keys refers to.

    PostgreSQL checks keys at the end of a statement, so it is one; SQLite does not check them here.
    """
    names = set(inspect(engine).get_table_names()) - {"alembic_version"}
    statements = [f'DELETE FROM "{name}"' for name in sorted(names)]  # noqa: S608
    if names and engine.dialect.name == "postgresql":
        parts = (f"t{number} AS ({each})" for number, each in enumerate(statements))
        statements = [f"WITH {', '.join(parts)} SELECT 1"]
    with engine.begin() as connection:
        for each in statements:
            connection.execute(text(each))
