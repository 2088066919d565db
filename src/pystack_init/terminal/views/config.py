"""Render the user's configuration as TOML."""

import json
import re
from collections.abc import Mapping

from pystack_init.questions.answers import Value
from pystack_init.results.config import ConfigContent, ConfigPath

_EXAMPLE = """\
# It does not exist yet. An example:
#
# [defaults]
# license = "proprietary"
#
# [presets.internal]
# stack = "django_drf"
# ci = "gitlab"
"""


def config_path_text(result: ConfigPath) -> str:
    """Render the path alone, for a script."""
    return f"{result.path}\n"


def config_text(config: ConfigContent) -> str:
    """Render the path as a comment, then each table."""
    if not config.exists:
        return f"# {config.path}\n{_EXAMPLE}"
    tables = {"defaults": config.defaults} if config.defaults else {}
    tables |= {f"presets.{_key(name)}": preset for name, preset in config.presets.items()}
    blocks = [f"[{heading}]\n{_lines(table)}" for heading, table in tables.items()]
    return "\n".join([f"# {config.path}\n", *blocks])


def _lines(table: Mapping[str, Value]) -> str:
    # A JSON string is also a TOML string, and so is a boolean.
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in table.items())


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)
