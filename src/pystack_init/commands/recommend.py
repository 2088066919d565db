"""`recommend`: say which stack fits. It writes nothing."""

from collections.abc import MutableMapping

from pystack_init.planning.command_line import to_flags
from pystack_init.questions.answers import Answer
from pystack_init.questions.names import FALLBACK
from pystack_init.questions.selection import SELECTION_BY_ID
from pystack_init.recommendation.choice import resolve_stack
from pystack_init.results.stacks import Recommended


def recommend(answers: MutableMapping[str, Answer]) -> Recommended:
    """Let the answers decide; those that are left open are taken for granted."""
    from shlex import join  # noqa: PLC0415 - not for `--help`

    answers.pop("stack", None)
    recommendation = resolve_stack(answers)
    answers = {key: answers[key] for key in SELECTION_BY_ID if key in answers}
    words = to_flags({"stack": answers["stack"], **answers})
    return Recommended(
        recommendation=recommendation,
        answers=answers,
        reproduce=join(["pystack-init", "new", FALLBACK, *words, "--defaults"]),
    )
