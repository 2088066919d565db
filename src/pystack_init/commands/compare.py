"""`compare`: the claims of the articles about the three stacks, next to our own measurements."""

from collections.abc import Sequence

from pystack_init.errors import InvalidAnswer
from pystack_init.recommendation.benchmarks import ROW, measured
from pystack_init.recommendation.comparison import ROWS
from pystack_init.results.stacks import Compared
from pystack_init.suggestions import did_you_mean, nearest_word


def compare(wanted: Sequence[str], *, markdown: bool) -> Compared:
    """Return the wanted rows in the order of the comparison; all of them if none is wanted."""
    known = [row.id for row in ROWS]
    for one in wanted:
        if one not in known:
            hint, nearest = did_you_mean(one, known), nearest_word(one, known)
            raise InvalidAnswer(f"Unknown row `{one}`", hint, fields=["row"], suggestion=nearest)
    rows = tuple(row for row in ROWS if not wanted or row.id in wanted)
    figures = measured() if any(row.id == ROW for row in rows) else None
    return Compared(rows=rows, measured=figures, markdown=markdown)
