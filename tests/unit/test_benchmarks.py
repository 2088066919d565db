"""The comparison shows our own figures next to the claims."""

import pytest

from pystack_init.recommendation.comparison import ROWS
from pystack_init.results.stacks import Compared
from pystack_init.terminal.views.report import as_text

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


@pytest.mark.parametrize("markdown", [False, True])
def test_figures_are_text(*, markdown: bool) -> None:
    text = as_text(Compared(rows=ROWS[:1], measured=FIGURES, markdown=markdown))
    words = " ".join(text.split())
    assert "A page of products: FastAPI 2.3x, Django + DRF 1x, Hybrid (Django admin + FastAPI) 2.2x" in words
    assert "Measured with `uv run benchmarks/api.py` on 2 cores" in words
