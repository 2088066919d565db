"""Render any result: as text, or as one JSON object for scripts."""

import json
from importlib import import_module
from typing import Any

from pystack_init.errors import PystackError
from pystack_init.results import Result

SCHEMA_VERSION = 1


def as_json(command: str, result: Result | None, error: PystackError | None) -> str:
    """Render a result, or the error in its place, as one JSON object."""
    warnings = result.warnings if result else error.warnings if error else ()
    document = {
        "schema_version": SCHEMA_VERSION,
        "ok": error is None,
        "command": command,
        "data": result.data() if result else {},
        "warnings": [{"code": one.code, "message": one.message} for one in warnings],
        "error": _error(error) if error else None,
    }
    # Plain ASCII is right in every locale, also for a path that is not valid text.
    return json.dumps(document, indent=2) + "\n"


def as_text(result: Result) -> str:
    """Render a result as text."""
    module, _, function = RENDERERS[type(result).__name__].partition(".")
    text: str = getattr(import_module(f"{__package__}.{module}"), function)(result)
    return text


def _error(error: PystackError) -> dict[str, Any]:
    from pystack_init.terminal.views.error import hint_of, message_of  # noqa: PLC0415 - not without an error

    return {
        "code": error.code,
        "exit_code": error.exit_code,
        "message": message_of(error),
        "hint": hint_of(error),
        "fields": list(error.fields),
    }


# The module and the function for each type of result. A command imports only its own.
RENDERERS = {
    "Created": "created.created_text",
    "CommandLine": "created.command_line_text",
    "Options": "options.options_table",
    "Recommended": "recommendation.recommendation_text",
    "Compared": "comparison.comparison_text",
    "DoctorReport": "doctor.doctor_text",
    "ConfigPath": "config.config_path_text",
    "ConfigContent": "config.config_text",
    "Changed": "lifecycle.changed_text",
    "ProjectStatus": "status.status_text",
    "Generated": "generate.generated_text",
    "Difference": "status.difference_text",
}
