"""Report all missing answers of a script at once, with a command that gives them."""

from pystack_init.errors import MissingAnswers
from pystack_init.planning.command_line import new_command
from pystack_init.planning.plan import fill, missing
from pystack_init.planning.proposal import Author
from pystack_init.questions.answers import Answers


def missing_answers(path: str | None, answers: Answers, author: Author) -> MissingAnswers:
    """List every missing answer, with a command that gives each its default."""
    fields = [question.id for question in missing(answers)]
    return MissingAnswers(fields, command=new_command(path, fill(answers, author)))
