"""The one drawer of outcomes, in two dialects: for people, and one JSON object for scripts."""

import json
from collections.abc import Callable
from typing import Any

from pystack_init.errors import PystackError
from pystack_init.results import Outcome
from pystack_init.results.doctor import Checkup
from pystack_init.results.options import Options
from pystack_init.results.project import CommandLine, Created
from pystack_init.results.stacks import Compared, Recommended
from pystack_init.terminal.views.comparison import compared
from pystack_init.terminal.views.created import created
from pystack_init.terminal.views.doctor import checkup_lines
from pystack_init.terminal.views.options import options_table
from pystack_init.terminal.views.recommendation import recommended

SCHEMA_VERSION = 1


def as_json(command: str, outcome: Outcome | None, error: PystackError | None) -> str:
    """Spell an outcome, or what stopped it, as the one object that scripts read."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "ok": error is None,
        "command": command,
        "data": outcome.data() if outcome else {},
        "warnings": [{"code": one.code, "message": one.message} for one in outcome.warnings]
        if outcome
        else [],
        "error": _error(error) if error else None,
    }
    # Plain ASCII is right in every locale, also for a path that is not valid text.
    return json.dumps(document, indent=2) + "\n"


def for_people(outcome: Outcome) -> str:
    """Draw an outcome for people."""
    return _DRAWERS[type(outcome)](outcome)


def _error(error: PystackError) -> dict[str, Any]:
    return {
        "code": error.code,
        "exit_code": error.exit_code,
        "message": error.message,
        "hint": error.hint,
        "fields": list(error.fields),
    }


# One row a kind of outcome.
_DRAWERS: dict[type[Outcome], Callable[[Any], str]] = {
    Created: created,
    CommandLine: lambda outcome: f"{outcome.reproduce}\n",
    Options: options_table,
    Recommended: recommended,
    Compared: compared,
    Checkup: checkup_lines,
}
