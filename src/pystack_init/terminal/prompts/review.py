"""The summary of all answers, and the steps from it: options, one answer, another stack, a preview."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pystack_init.planning.plan import fill, project_path
from pystack_init.questions.answers import Answers, Source
from pystack_init.questions.constraints import applies, missing_prerequisites
from pystack_init.questions.model import Question
from pystack_init.questions.project import BY_ID, QUESTIONS
from pystack_init.questions.selection import EVERY_QUESTION, SELECTION_BY_ID
from pystack_init.questions.stacks import STACK_BY_ID
from pystack_init.recommendation.choice import resolve_stack, selection_values
from pystack_init.recommendation.scoring import matters
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import Heading, Item
from pystack_init.terminal.prompts.session import SUMMARY, PromptStep, Session
from pystack_init.terminal.views.recommendation import stack_warning, summary
from pystack_init.terminal.views.review import review_table

_ACCEPT = (
    Item("create", "Create the project"),
    Item("options", "Customise the options"),
    Item("change", "Change one answer"),
    Item("stack", "Choose another stack"),
    Item("plan", "Preview the files and steps"),
)
_DONE = Item("done", "Back to the summary")


@dataclass(frozen=True, slots=True)
class Review:
    """The last steps of a session; `preview` renders what would be written."""

    session: Session
    preview: Callable[[Answers], str]

    def step(self) -> PromptStep | None:
        """Show every answer, and ask whether to create the project."""
        self.session.enter(SUMMARY)
        self._drop_excluded()
        answers = self.session.answers
        if "stack" in answers:
            write_stdout(stack_warning(STACK_BY_ID[answers["stack"].text], selection_values(answers)))
        full = self._full()
        write_stdout(f"\n{review_table(project_path(self.session.path, full), full)}\n")
        return self._accept()

    def _full(self) -> Answers:
        return fill(self.session.answers, self.session.author)

    def _drop_excluded(self) -> None:
        """Drop the answers that a later one excludes, for example another stack."""
        answers = self.session.answers
        excluded = [key for key in answers if not applies(EVERY_QUESTION[key], answers)]
        for key in excluded:
            if answers[key].value is True:
                labels = [one.label for one in missing_prerequisites(EVERY_QUESTION[key], answers)]
                write_stdout(f"\n`{key}` was removed: it needs {' and '.join(labels)}\n")
        self.session.answers = answers.without(*excluded)

    def _again(self) -> PromptStep | None:
        return self.step

    def _accept(self) -> PromptStep | None:
        heading = Heading("Create this project?", position=self.session.position)
        picked = self.session.prompts.choose(heading, _ACCEPT, "create")
        if picked == "create":
            self.session.answers = self._full()
            return None
        steps: dict[str, PromptStep] = {
            "options": self._options,
            "change": self._change,
            "stack": partial(self.session.answer, BY_ID["stack"], self._again),
            "plan": self._show_plan,
        }
        return steps[picked]

    def _options(self) -> PromptStep | None:
        self.session.enter(SUMMARY)
        groups = dict.fromkeys(question.group for question in QUESTIONS if question.group)
        choices = (*(Item(group, group) for group in groups), _DONE)
        picked = self.session.choose(
            "group", "Which group of options?", "Each group has a few questions", choices
        )
        if picked == "done":
            return self.step
        self.session.enter(SUMMARY, picked)
        return self._each_of([question for question in QUESTIONS if question.group == picked])

    def _each_of(self, left: list[Question]) -> PromptStep | None:
        """Ask the questions of a group; an answer may exclude a later question."""
        while left and not applies(left[0], self.session.answers):
            left = left[1:]
        if not left:
            self.session.picked["group"] = _DONE.value
            return self._options
        return partial(self.session.answer, left[0], partial(self._each_of, left[1:]))

    def _change(self) -> PromptStep | None:
        full = self._full()
        known = [one for one in EVERY_QUESTION.values() if one.id in full and applies(one, full)]
        choices = [Item(one.id, f"{one.id}: {full[one.id].text[:40]}", hint=one.text) for one in known]
        about = "The question is asked again; the other answers stay"
        heading = Heading("Which answer?", about, self.session.position)
        picked = EVERY_QUESTION[self.session.prompts.choose(heading, choices, choices[0].value)]
        then = self._reselect if picked.id in SELECTION_BY_ID else self._again
        return partial(self.session.answer, picked, then)

    def _reselect(self) -> PromptStep | None:
        """Ask the questions that the changed answer makes relevant; keep a stack that the user chose."""
        answers = self.session.answers
        before = answers["stack"].text
        if "ops" in answers and not matters("ops", selection_values(answers)):
            answers = answers.without("ops")
        recommended = [key for key, one in answers.items() if one.source is Source.RECOMMENDATION]
        self.session.answers = answers.without(*recommended)
        return self.session.select(partial(self._recommend_again, before))

    def _recommend_again(self, before: str) -> PromptStep | None:
        self.session.answers, recommendation = resolve_stack(self.session.answers)
        write_stdout(f"\n{summary(recommendation)}\n")
        now = self.session.answers["stack"].text
        if now != before:
            write_stdout(f"The stack is now {now} (was {before})\n")
        return self.step

    def _show_plan(self) -> PromptStep | None:
        write_stdout(f"\n{self.preview(self._full())}\n")
        return self._accept()
