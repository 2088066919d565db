"""`recommend`: say which stack fits. It writes nothing."""

from collections.abc import MutableMapping

from pystack_init.planning.command_line import spelled
from pystack_init.questions.answers import Answer
from pystack_init.questions.names import FALLBACK
from pystack_init.questions.selection import SELECTION_BY_ID
from pystack_init.recommendation.choice import settle
from pystack_init.results.stacks import Recommended


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
