"""The conversation that ends in a project: what is built, the advice, the name, and then the review."""

from dataclasses import dataclass
from functools import partial

from pystack_init.questions.answers import Answer, Source
from pystack_init.questions.project import BY_ID
from pystack_init.questions.selection import SELECTION_BY_ID, USE_CASE
from pystack_init.recommendation.choice import expand_use_case, is_wanted, settle
from pystack_init.terminal.console import write
from pystack_init.terminal.prompts.protocol import Choices
from pystack_init.terminal.prompts.session import Conversation, Draft, Page, offered
from pystack_init.terminal.views.recommendation import brief

_ASK, _KNOWN = ("ask", "Something else: ask me"), ("known", "I know the stack")


def _the_end() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Wizard:
    """The first pages of a conversation; `review` is the one that they lead to."""

    talk: Conversation
    review: Page = _the_end

    def make_a_project(self) -> Draft:
        """Ask until a project can be made."""
        draft = self.talk.draft
        if not draft.keys().isdisjoint(SELECTION_BY_ID):
            return self.talk.hold(partial(self.talk.select, self._advise))
        if is_wanted(draft):
            return self.talk.hold(partial(self._use_case, (_ASK,), self._advise))
        if "stack" in draft:
            return self.talk.hold(self._to_name)
        return self.talk.hold(partial(self._use_case, (_ASK, _KNOWN), self._advise))

    def choose_a_stack(self) -> Draft:
        """Ask only what the recommendation needs."""
        if not self.talk.draft.keys().isdisjoint(SELECTION_BY_ID):
            return self.talk.hold(partial(self.talk.select, _the_end))
        return self.talk.hold(partial(self._use_case, (_ASK,), _the_end))

    def _use_case(self, instead: Choices, then: Page) -> Page | None:
        choices = (*offered(USE_CASE), *instead)
        picked = self.talk.choose("use_case", USE_CASE.text, USE_CASE.help, choices)
        if picked == "known":
            return partial(self.talk.answer, BY_ID["stack"], self._to_name)
        if picked != "ask":
            self.talk.draft[USE_CASE.id] = Answer(picked, Source.PROMPT)
            expand_use_case(self.talk.draft)
        return self.talk.select(then)

    def _advise(self) -> Page | None:
        write(f"\n{brief(settle(self.talk.draft))}\n")
        return self._to_name()

    def _to_name(self) -> Page | None:
        if "name" in self.talk.draft:
            return self.review
        return partial(self.talk.answer, BY_ID["name"], lambda: self.review)
