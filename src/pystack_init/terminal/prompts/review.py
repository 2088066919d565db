"""The review and all that can be asked from there: options in groups, one answer, another stack, the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pystack_init.planning.plan import fill, project_path
from pystack_init.questions.answers import Source
from pystack_init.questions.constraints import applies, missing_prerequisites
from pystack_init.questions.model import Question
from pystack_init.questions.project import BY_ID, QUESTIONS
from pystack_init.questions.selection import EVERY_QUESTION, SELECTION_BY_ID
from pystack_init.questions.stacks import Stack
from pystack_init.recommendation.choice import resolve_stack, selection_values
from pystack_init.recommendation.scoring import matters
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.session import Draft, PromptStep, Session
from pystack_init.terminal.views.recommendation import stack_warning, summary
from pystack_init.terminal.views.review import review_table

_ACCEPT = (
    ("create", "Create the project"),
    ("options", "Customise the options"),
    ("change", "Change one answer"),
    ("stack", "Choose another stack"),
    ("plan", "Show its files and steps first"),
)
_DONE = ("done", "Back to the review")


@dataclass(frozen=True, slots=True)
class Review:
    """The last pages of a conversation; `preview` draws what would be written."""

    session: Session
    preview: Callable[[Draft], str]

    def step(self) -> PromptStep | None:
        """Show every answer, and ask whether the project is to be made so."""
        draft = self.session.draft
        # An answer that a later one ruled out, such as another stack.
        fitting = {key: one for key, one in draft.items() if applies(EVERY_QUESTION[key], draft)}
        for key in draft.keys() - fitting.keys():
            if draft[key].value is True:
                needed = " and ".join(need.what for need in missing_prerequisites(EVERY_QUESTION[key], draft))
                write_stdout(f"\n`{key}` is left out: it needs {needed}\n")
        self.session.draft = fitting
        if "stack" in fitting:
            write_stdout(stack_warning(Stack(fitting["stack"].text), selection_values(fitting)))
        full = dict(fitting)
        fill(full, self.session.author)
        write_stdout(f"\n{review_table(project_path(self.session.path, full), full)}\n")
        return self._accept(full)

    def _again(self) -> PromptStep | None:
        return self.step

    def _accept(self, full: Draft) -> PromptStep | None:
        picked = self.session.prompts.choose("Create it?", "", _ACCEPT, "create")
        if picked == "create":
            self.session.draft = full
            return None
        pages: dict[str, PromptStep] = {
            "options": self._options,
            "change": partial(self._change, full),
            "stack": partial(self.session.answer, BY_ID["stack"], self._again),
            "plan": partial(self._show_plan, full),
        }
        return pages[picked]

    def _options(self) -> PromptStep | None:
        groups = dict.fromkeys(question.group for question in QUESTIONS if question.group)
        choices = (*((group, group) for group in groups), _DONE)
        picked = self.session.choose("group", "Which options?", "Each is a few questions", choices)
        if picked == "done":
            return self.step
        asked = [question for question in QUESTIONS if question.group == picked]
        self.session.picked["group"] = "done"
        return self._each_of(asked)

    def _each_of(self, left: list[Question]) -> PromptStep | None:
        """Ask the questions of a group; an answer may rule out a later one."""
        while left and not applies(left[0], self.session.draft):
            left = left[1:]
        return (
            partial(self.session.answer, left[0], partial(self._each_of, left[1:])) if left else self._options
        )

    def _change(self, full: Draft) -> PromptStep | None:
        known = [one for one in EVERY_QUESTION.values() if one.id in full and applies(one, full)]
        choices = [(one.id, f"{one.id}: {full[one.id].text[:40]}") for one in known]
        about = "It is asked again, and the rest stays"
        picked = EVERY_QUESTION[self.session.prompts.choose("Which answer?", about, choices, choices[0][0])]
        then = self._judge_again if picked.id in SELECTION_BY_ID else self._again
        return partial(self.session.answer, picked, then)

    def _judge_again(self) -> PromptStep | None:
        """Let the changed answers advise anew; what was somebody's own choice stays."""
        draft = self.session.draft
        if "ops" in draft and not matters("ops", selection_values(draft)):
            del draft["ops"]
        was = draft["stack"].text
        for key in [key for key, one in draft.items() if one.source is Source.RECOMMENDATION]:
            del draft[key]
        return self.session.select(partial(self._advise_again, was))

    def _advise_again(self, was: str) -> PromptStep | None:
        write_stdout(f"\n{summary(resolve_stack(self.session.draft))}\n")
        now = self.session.draft["stack"].text
        if now != was:
            write_stdout(f"The stack is now {now} (was {was})\n")
        return self.step

    def _show_plan(self, full: Draft) -> PromptStep | None:
        write_stdout(f"\n{self.preview(full)}\n")
        return self._accept(full)
