"""What a driver raises for a value that it cannot send, as the DataError of every database."""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError

# Drivers raise these themselves: an integer beyond 64 bits (SQLite), invalid Unicode (both).
UNSENDABLE = (OverflowError, UnicodeEncodeError)


def name_unsendable_values(engine: Engine) -> None:
    """Raise DataError for them: SQLAlchemy wraps only exceptions of the driver's own classes."""
    event.listen(engine, "handle_error", _data_error)


def _data_error(context: ExceptionContext) -> DataError | None:
    reason = context.original_exception
    if not isinstance(reason, UNSENDABLE):
        return None
    return DataError(context.statement, None, reason, hide_parameters=True)
