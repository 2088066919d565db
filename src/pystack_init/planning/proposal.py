"""Propose the answer to a question."""

from collections.abc import Callable

from pystack_init.errors import InvalidAnswer
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.constraints import default_answer, suggested_answer
from pystack_init.questions.model import Question

# Returns the name of the user, if it is known.
Author = Callable[[], str | None]


def proposed_answer(question: Question, answers: Answers, author: Author) -> Answer:
    """Return the answer to use when the user types nothing."""
    own = suggested_answer(question, answers) or default_answer(question, answers)
    known = author() if question.id == "author" and own.source is Source.DEFAULT else None
    if known:
        try:
            return Answer(parse(question, known), Source.GIT)
        except InvalidAnswer:
            pass  # git accepts a name that a project file cannot contain
    return own
