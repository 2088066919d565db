"""Render the questions as a table."""

from typing import Any

from pystack_init.questions.answers import as_typed
from pystack_init.results.options import Options
from pystack_init.terminal.views.tables import table


def options_table(options: Options) -> str:
    """Render every question with its answers and its default."""
    rows = [
        (f"--{key.replace('_', '-')}", str(row["title"]), _accepted(row), as_typed(row["default"]))
        for key, row in options.schema["properties"].items()
    ]
    return table(("Flag", "Question", "Answers", "Default"), rows)


def _accepted(row: dict[str, Any]) -> str:
    if "enum" in row:
        return ", ".join(str(value) for value in row["enum"])
    return "yes, no" if row["type"] == "boolean" else "text"
