"""`recommend`: recommend a stack. Write nothing."""

from pystack_init.planning.command_line import recommended_command
from pystack_init.questions.answers import Answers
from pystack_init.questions.constraints import suggested_answer
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION_BY_ID
from pystack_init.recommendation.choice import features_of_use_case, resolve_stack
from pystack_init.results.stacks import Recommended


def recommend(answers: Answers) -> Recommended:
    """Recommend a stack from the answers; an unanswered question has its default."""
    full, recommendation = resolve_stack(answers.without("stack"))
    selection = Answers({key: full[key] for key in SELECTION_BY_ID if key in full})
    of_use_case = features_of_use_case(full)
    chosen = {"stack": full["stack"], **{one.id: full[one.id] for one in of_use_case}}
    return Recommended(
        recommendation=recommendation,
        answers=selection,
        suggested=tuple(one for one in QUESTIONS if suggested_answer(one, full) or one in of_use_case),
        reproduce=recommended_command({**selection, **chosen}),
    )
