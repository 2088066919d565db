"""The first steps of a session: the use case or the selection questions, the recommendation, the name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.model import Choice
from pystack_init.questions.project import BY_ID
from pystack_init.questions.selection import SELECTION_BY_ID, USE_CASE, USE_CASES, UseCase
from pystack_init.recommendation.choice import (
    expand_use_case,
    features_of_use_case,
    resolve_stack,
    unanswered,
    wants_recommendation,
)
from pystack_init.recommendation.scoring import recommend_stack, requirements_of
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import Choices, Item
from pystack_init.terminal.prompts.session import NAME, STACK, SUMMARY, PromptStep, Session
from pystack_init.terminal.stacks import COLOURS, short_name
from pystack_init.terminal.views.recommendation import suggested_features, summary

_ASK = Item("ask", "Something else", hint="Five or six questions, then a recommendation with reasons")
_KNOWN = Item("known", "I know the stack", hint="Choose FastAPI, Django + DRF or the hybrid yourself")


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
        self.session.sections = tuple(self._sections())
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

    def _sections(self) -> Iterator[str]:
        answers = self.session.answers
        undecided = wants_recommendation(answers) or "stack" not in answers
        if undecided and unanswered(answers, ask=True):
            yield STACK
        if "name" not in answers:
            yield NAME
        yield SUMMARY

    def _use_case(self, instead: Choices, then: PromptStep) -> PromptStep | None:
        self.session.enter(STACK)
        choices = (*map(_item, USE_CASES, USE_CASE.choices), *instead)
        picked = self.session.choose("use_case", USE_CASE.text, USE_CASE.help, choices)
        if picked == "known":
            return partial(self.session.answer, BY_ID["stack"], self._to_name)
        if picked != "ask":
            named = self.session.answers.with_(USE_CASE.id, Answer(picked, Source.PROMPT))
            self.session.answers = expand_use_case(named)
        return self.session.select(then)

    def _recommend(self) -> PromptStep | None:
        self.session.answers, recommendation = resolve_stack(self.session.answers)
        features = "\n".join(suggested_features(features_of_use_case(self.session.answers)))
        write_stdout(f"\n{summary(recommendation)}{features}\n")
        return self._to_name()

    def _to_name(self) -> PromptStep | None:
        if "name" in self.session.answers:
            return self.review
        self.session.enter(NAME)
        return partial(self.session.answer, BY_ID["name"], lambda: self.review)


def _item(case: UseCase, choice: Choice) -> Item:
    """Show the stack that a use case leads to beside it."""
    stack = recommend_stack(requirements_of(case.answers)).stack
    return Item(case.id, case.label, short_name(stack), choice.hint, COLOURS[stack])
