"""Read our own measurements of generated projects: `benchmarks.json`, which `benchmarks/api.py` writes.

`{"command": …, "machine": …, "rows": [{"id": …, "title": …, "ratios": {stack: …}}]}`: how many times as fast
as `django_drf` each stack is.
"""

from pathlib import Path
from typing import Any

ROW = "performance"  # the row of the comparison that shows the figures


def measured() -> dict[str, Any]:
    """Read the figures."""
    import json  # noqa: PLC0415 - only for `compare`

    figures: dict[str, Any] = json.loads(
        Path(__file__).with_name("benchmarks.json").read_text(encoding="utf-8")
    )
    return figures
