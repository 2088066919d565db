"""The review and all that can be asked from there: options in groups, one answer, another stack, the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pystack_init.planning.plan import fill, project_path
from pystack_init.questions.answers import Source
from pystack_init.questions.constraints import applies, unmet
from pystack_init.questions.model import Question
from pystack_init.questions.project import BY_ID, QUESTIONS
from pystack_init.questions.selection import EVERY_QUESTION, SELECTION_BY_ID
from pystack_init.questions.stacks import Stack
from pystack_init.recommendation.choice import settle, spoken
from pystack_init.recommendation.scoring import matters
from pystack_init.terminal.console import write
from pystack_init.terminal.prompts.session import Conversation, Draft, Page
from pystack_init.terminal.views.recommendation import brief, objection
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

    talk: Conversation
    preview: Callable[[Draft], str]

    def page(self) -> Page | None:
        """Show every answer, and ask whether the project is to be made so."""
        draft = self.talk.draft
        # An answer that a later one ruled out, such as another stack.
        fitting = {key: one for key, one in draft.items() if applies(EVERY_QUESTION[key], draft)}
        for key in draft.keys() - fitting.keys():
            if draft[key].value is True:
                needed = " and ".join(need.what for need in unmet(EVERY_QUESTION[key], draft))
                write(f"\n`{key}` is left out: it needs {needed}\n")
        self.talk.draft = fitting
        if "stack" in fitting:
            write(objection(Stack(fitting["stack"].spelled), spoken(fitting)))
        full = dict(fitting)
        fill(full, self.talk.author)
        write(f"\n{review_table(project_path(self.talk.path, full), full)}\n")
        return self._accept(full)

    def _again(self) -> Page | None:
        return self.page

    def _accept(self, full: Draft) -> Page | None:
        picked = self.talk.prompts.choose("Create it?", "", _ACCEPT, "create")
        if picked == "create":
            self.talk.draft = full
            return None
        pages: dict[str, Page] = {
            "options": self._options,
            "change": partial(self._change, full),
            "stack": partial(self.talk.answer, BY_ID["stack"], self._again),
            "plan": partial(self._show_plan, full),
        }
        return pages[picked]

    def _options(self) -> Page | None:
        groups = dict.fromkeys(question.group for question in QUESTIONS if question.group)
        choices = (*((group, group) for group in groups), _DONE)
        picked = self.talk.choose("group", "Which options?", "Each is a few questions", choices)
        if picked == "done":
            return self.page
        asked = [question for question in QUESTIONS if question.group == picked]
        self.talk.picked["group"] = "done"
        return self._each_of(asked)

    def _each_of(self, left: list[Question]) -> Page | None:
        """Ask the questions of a group; an answer may rule out a later one."""
        while left and not applies(left[0], self.talk.draft):
            left = left[1:]
        return partial(self.talk.answer, left[0], partial(self._each_of, left[1:])) if left else self._options

    def _change(self, full: Draft) -> Page | None:
        known = [one for one in EVERY_QUESTION.values() if one.id in full and applies(one, full)]
        choices = [(one.id, f"{one.id}: {full[one.id].spelled[:40]}") for one in known]
        about = "It is asked again, and the rest stays"
        picked = EVERY_QUESTION[self.talk.prompts.choose("Which answer?", about, choices, choices[0][0])]
        then = self._judge_again if picked.id in SELECTION_BY_ID else self._again
        return partial(self.talk.answer, picked, then)

    def _judge_again(self) -> Page | None:
        """Let the changed answers advise anew; what was somebody's own choice stays."""
        draft = self.talk.draft
        if "ops" in draft and not matters("ops", spoken(draft)):
            del draft["ops"]
        was = draft["stack"].spelled
        for key in [key for key, one in draft.items() if one.source is Source.RECOMMENDATION]:
            del draft[key]
        return self.talk.select(partial(self._advise_again, was))

    def _advise_again(self, was: str) -> Page | None:
        write(f"\n{brief(settle(self.talk.draft))}\n")
        now = self.talk.draft["stack"].spelled
        if now != was:
            write(f"The stack is now {now} (was {was})\n")
        return self.page

    def _show_plan(self, full: Draft) -> Page | None:
        write(f"\n{self.preview(full)}\n")
        return self._accept(full)
