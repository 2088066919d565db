"""What this repository measured of its own projects: `measured.json`, which `benchmarks/api.py` writes.

`{"command": …, "machine": …, "rows": [{"id": …, "title": …, "ratios": {stack: …}}]}`: how many times as fast
as `django_drf` each stack is.
"""

from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("measured.json")


def measured(file: Path = FILE) -> dict[str, Any] | None:
    """Read the figures, if they were taken already."""
    import json  # noqa: PLC0415 - only for `compare`

    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
