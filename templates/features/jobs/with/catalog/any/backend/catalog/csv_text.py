"""Products as CSV, which spreadsheets can open safely."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

COLUMNS = ("id", "name", "description", "price", "status", "created_at", "updated_at")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(products: Iterable[object], *, with_header: bool) -> str:
    """Return products as lines of CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    if with_header:
        writer.writerow(COLUMNS)
    for product in products:
        writer.writerow(_cell(getattr(product, column)) for column in COLUMNS)
    return text.getvalue()


def _cell(value: object) -> str:
    """Return a value as text; an apostrophe keeps spreadsheets from running it as a formula."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
