"""The conversation that ends in a project: what is built, the advice, the name, and then the review."""

from dataclasses import dataclass
from functools import partial

from pystack_init.questions.answers import Answer, Source
from pystack_init.questions.project import BY_ID
from pystack_init.questions.selection import SELECTION_BY_ID, USE_CASE
from pystack_init.recommendation.choice import expand_use_case, resolve_stack, wants_recommendation
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import Choices
from pystack_init.terminal.prompts.session import Draft, PromptStep, Session, offered
from pystack_init.terminal.views.recommendation import summary

_ASK, _KNOWN = ("ask", "Something else: ask me"), ("known", "I know the stack")


def _the_end() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Wizard:
    """The first pages of a conversation; `review` is the one that they lead to."""

    session: Session
    review: PromptStep = _the_end

    def make_a_project(self) -> Draft:
        """Ask until a project can be made."""
        draft = self.session.draft
        if not draft.keys().isdisjoint(SELECTION_BY_ID):
            return self.session.run(partial(self.session.select, self._advise))
        if wants_recommendation(draft):
            return self.session.run(partial(self._use_case, (_ASK,), self._advise))
        if "stack" in draft:
            return self.session.run(self._to_name)
        return self.session.run(partial(self._use_case, (_ASK, _KNOWN), self._advise))

    def choose_a_stack(self) -> Draft:
        """Ask only what the recommendation needs."""
        if not self.session.draft.keys().isdisjoint(SELECTION_BY_ID):
            return self.session.run(partial(self.session.select, _the_end))
        return self.session.run(partial(self._use_case, (_ASK,), _the_end))

    def _use_case(self, instead: Choices, then: PromptStep) -> PromptStep | None:
        choices = (*offered(USE_CASE), *instead)
        picked = self.session.choose("use_case", USE_CASE.text, USE_CASE.help, choices)
        if picked == "known":
            return partial(self.session.answer, BY_ID["stack"], self._to_name)
        if picked != "ask":
            self.session.draft[USE_CASE.id] = Answer(picked, Source.PROMPT)
            expand_use_case(self.session.draft)
        return self.session.select(then)

    def _advise(self) -> PromptStep | None:
        write_stdout(f"\n{summary(resolve_stack(self.session.draft))}\n")
        return self._to_name()

    def _to_name(self) -> PromptStep | None:
        if "name" in self.session.draft:
            return self.review
        return partial(self.session.answer, BY_ID["name"], lambda: self.review)
