"""`recommend`: say which stack fits. It writes nothing."""

from collections.abc import MutableMapping

from pystack_init.advice.choice import settle
from pystack_init.answers import Answer
from pystack_init.names import FALLBACK
from pystack_init.outcome.stacks import Recommended
from pystack_init.plan import spelled
from pystack_init.selection import SELECTION_BY_ID


def recommend(given: MutableMapping[str, Answer]) -> Recommended:
    """Let the answers decide; those that are left open are taken for granted."""
    from shlex import join  # noqa: PLC0415 - not for `--help`

    given.pop("stack", None)
    advice = settle(given)
    answers = {key: given[key] for key in SELECTION_BY_ID if key in given}
    words = spelled({"stack": given["stack"], **answers})
    return Recommended(
        advice=advice,
        answers=answers,
        reproduce=join(["pystack-init", "new", FALLBACK, *words, "--defaults"]),
    )
