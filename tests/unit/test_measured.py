"""Figures of our own stand beside the claims once they are taken."""

import json
from pathlib import Path

from pystack_init.advice.comparison import ROWS
from pystack_init.advice.measured import measured
from pystack_init.outcome import Compared
from pystack_init.terminal.report import for_people

FIGURES = {
    "command": "uv run benchmarks/api.py",
    "machine": "2 cores",
    "rows": [
        {
            "id": "list",
            "title": "A page of products",
            "ratios": {"fastapi": 2.34, "django_drf": 1, "hybrid": 2.2},
        }
    ],
}


def test_figures_are_read_and_drawn(tmp_path: Path) -> None:
    file = tmp_path / "measured.json"
    file.write_text(json.dumps(FIGURES), encoding="utf-8")
    found = measured(file)
    assert found == FIGURES
    for markdown in (False, True):
        drawn = for_people(Compared(rows=ROWS[:1], measured=found, markdown=markdown))
        words = " ".join(drawn.split())
        assert (
            "A page of products: FastAPI 2.3x, Django + DRF 1x, Hybrid (Django admin + FastAPI) 2.2x" in words
        )
        assert "By `uv run benchmarks/api.py` on 2 cores" in words


def test_no_figures_are_no_figures(tmp_path: Path) -> None:
    assert measured(tmp_path / "measured.json") is None
    drawn = for_people(Compared(rows=ROWS[:1], measured=None))
    assert "Measured here\n  Not yet: no figure of our own stands beside these claims\n" in drawn
