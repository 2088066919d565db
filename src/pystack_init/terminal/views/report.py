"""Render any result: as text, or as one JSON object for scripts."""

import json
from collections.abc import Callable
from typing import Any

from pystack_init.errors import PystackError
from pystack_init.results import Result
from pystack_init.results.change import Changed
from pystack_init.results.config import ConfigContent, ConfigPath
from pystack_init.results.doctor import DoctorReport
from pystack_init.results.options import Options
from pystack_init.results.project import CommandLine, Created
from pystack_init.results.stacks import Compared, Recommended
from pystack_init.results.status import Difference, ProjectStatus
from pystack_init.terminal.views.comparison import comparison_text
from pystack_init.terminal.views.config import config_text
from pystack_init.terminal.views.created import created_text
from pystack_init.terminal.views.doctor import doctor_text
from pystack_init.terminal.views.error import hint_of, message_of
from pystack_init.terminal.views.lifecycle import changed_text, status_text
from pystack_init.terminal.views.options import options_table
from pystack_init.terminal.views.recommendation import recommendation_text

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
    return _RENDERERS[type(result)](result)


def _error(error: PystackError) -> dict[str, Any]:
    return {
        "code": error.code,
        "exit_code": error.exit_code,
        "message": message_of(error),
        "hint": hint_of(error),
        "fields": list(error.fields),
    }


# One row per type of result.
_RENDERERS: dict[type[Result], Callable[[Any], str]] = {
    Created: created_text,
    CommandLine: lambda result: f"{result.reproduce}\n",
    Options: options_table,
    Recommended: recommendation_text,
    Compared: comparison_text,
    DoctorReport: doctor_text,
    ConfigPath: lambda result: f"{result.path}\n",
    ConfigContent: config_text,
    Changed: changed_text,
    ProjectStatus: status_text,
    Difference: lambda result: result.text,
}
