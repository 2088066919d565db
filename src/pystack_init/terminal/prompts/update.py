"""The prompts of `update`: the questions that are new, and whether to write the plan."""

from collections.abc import Sequence
from functools import partial

from pystack_init.questions.answers import Value
from pystack_init.questions.constraints import applies
from pystack_init.questions.model import Question
from pystack_init.results.change import Changed
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import Item
from pystack_init.terminal.prompts.session import PromptStep, Session
from pystack_init.terminal.views.lifecycle import changed_text

_CHOICES = (Item("yes", "Yes"), Item("no", "No"))


def ask_new(session: Session, questions: Sequence[Question]) -> dict[str, Value]:
    """Ask the questions that apply, and return their answers."""
    answers = session.run(partial(_ask, session, questions))
    return {one.id: answers[one.id].value for one in questions if one.id in answers}


def confirm(session: Session, plan: Changed) -> bool:
    """Show the plan, and ask whether to write it."""
    write_stdout(f"{changed_text(plan)}\n")

    def ask() -> None:
        session.choose("write", "Update the project?", "`--abort` undoes it", _CHOICES)

    session.run(ask)
    return session.picked["write"] == "yes"


def _ask(session: Session, questions: Sequence[Question]) -> PromptStep | None:
    left = [one for one in questions if applies(one, session.answers)]
    if not left:
        return None
    return session.answer(left[0], lambda: partial(_ask, session, left[1:]) if left[1:] else None)
