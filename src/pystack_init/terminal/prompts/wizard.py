"""The first steps of a session: the use case or the selection questions, the recommendation, the name."""

from dataclasses import dataclass
from functools import partial

from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.project import BY_ID
from pystack_init.questions.selection import SELECTION_BY_ID, USE_CASE
from pystack_init.recommendation.choice import expand_use_case, resolve_stack, wants_recommendation
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import Choices
from pystack_init.terminal.prompts.session import PromptStep, Session, choices_of
from pystack_init.terminal.views.recommendation import summary

_ASK, _KNOWN = ("ask", "Something else: ask me"), ("known", "I know the stack")


def _end() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Wizard:
    """The first steps of a session; `review` is the step after them."""

    session: Session
    review: PromptStep = _end

    def make_a_project(self) -> Answers:
        """Ask until a project can be made."""
        answers = self.session.answers
        if not answers.keys().isdisjoint(SELECTION_BY_ID):
            return self.session.run(partial(self.session.select, self._recommend))
        if wants_recommendation(answers):
            return self.session.run(partial(self._use_case, (_ASK,), self._recommend))
        if "stack" in answers:
            return self.session.run(self._to_name)
        return self.session.run(partial(self._use_case, (_ASK, _KNOWN), self._recommend))

    def choose_a_stack(self) -> Answers:
        """Ask only what the recommendation needs."""
        if not self.session.answers.keys().isdisjoint(SELECTION_BY_ID):
            return self.session.run(partial(self.session.select, _end))
        return self.session.run(partial(self._use_case, (_ASK,), _end))

    def _use_case(self, instead: Choices, then: PromptStep) -> PromptStep | None:
        choices = (*choices_of(USE_CASE), *instead)
        picked = self.session.choose("use_case", USE_CASE.text, USE_CASE.help, choices)
        if picked == "known":
            return partial(self.session.answer, BY_ID["stack"], self._to_name)
        if picked != "ask":
            named = self.session.answers.with_(USE_CASE.id, Answer(picked, Source.PROMPT))
            self.session.answers = expand_use_case(named)
        return self.session.select(then)

    def _recommend(self) -> PromptStep | None:
        self.session.answers, recommendation = resolve_stack(self.session.answers)
        write_stdout(f"\n{summary(recommendation)}\n")
        return self._to_name()

    def _to_name(self) -> PromptStep | None:
        if "name" in self.session.answers:
            return self.review
        return partial(self.session.answer, BY_ID["name"], lambda: self.review)
