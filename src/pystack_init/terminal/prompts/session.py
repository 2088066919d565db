"""Pages that follow one another or lead back, what they were told so far, and the command that resumes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Optional

from pystack_init.errors import Cancelled, InvalidAnswer, PystackError
from pystack_init.planning.command_line import to_flags
from pystack_init.planning.plan import project_path, suggestion
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Answer, Source
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.names import nearest_name
from pystack_init.questions.selection import SELECTION_BY_ID
from pystack_init.recommendation.choice import unanswered
from pystack_init.system.staging import check_target
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import Choices, GoBack, Prompts, Validator
from pystack_init.terminal.theme import dim

Draft = dict[str, Answer]
# It asks one thing at most, and gives the page that follows; None is the end.
PromptStep = Callable[[], Optional["PromptStep"]]

# Answers that nobody gave: the command that resumes leaves them out.
_UNSAID = {Source.DEFAULT, Source.GIT, Source.PATH, Source.RECOMMENDATION}


@dataclass(slots=True)
class Session:
    """One conversation; `path` is the folder, if one was named, and `picked` what Enter takes at a list."""

    draft: Draft
    prompts: Prompts
    author: Callable[[], str | None]
    command: tuple[str, ...]
    options: tuple[str, ...] = ()
    path: str | None = None
    picked: dict[str, str] = field(default_factory=dict)

    def run(self, first: PromptStep) -> Draft:
        """Turn page after page until the last, and give what was said."""
        turned: list[tuple[PromptStep, Draft]] = []
        try:
            step: PromptStep | None = first
            while step:
                before = dict(self.draft)
                try:
                    following = step()
                except GoBack:
                    if turned:
                        write_stdout(f"{dim('(back)')}\n")  # what was answered above holds no more
                    step, self.draft = turned.pop() if turned else (step, before)
                    continue
                turned.append((step, before))
                step = following
        except (KeyboardInterrupt, EOFError):
            raise Cancelled(hint=f"To go on from here:\n  {self._resume()}") from None
        return self.draft

    def select(self, then: PromptStep) -> PromptStep | None:
        """Ask what can still change the stack, one question a page."""
        left = unanswered(self.draft, ask=True)
        return partial(self.answer, left[0], partial(self.select, then)) if left else then()

    def answer(self, question: Question, then: PromptStep) -> PromptStep | None:
        """Ask one question, note the answer, and go on."""
        noted = self.draft.get(question.id)
        before = noted.text if noted else self.picked.get(question.id, "")
        suggested = self._suggested(question)
        text, about = question.text, question.help
        try:
            value = (
                self.prompts.type(text, about, suggested.text, self._judge(question), typed=before)
                if question.kind is Kind.TEXT
                else self.prompts.choose(text, about, offered(question), before or suggested.text)
            )
        except GoBack as back:
            self.picked[question.id] = back.typed or before
            raise
        self.picked[question.id] = value
        answer = parse(question, value)
        stands = noted or suggested
        unchanged = answer == stands.value and question.id not in SELECTION_BY_ID
        self.draft[question.id] = stands if unchanged else Answer(answer, Source.PROMPT)
        return then()

    def choose(self, key: str, title: str, about: str, choices: Choices) -> str:
        """Let something be picked; what was picked under this key before is what Enter takes now."""
        self.picked[key] = self.prompts.choose(title, about, choices, self.picked.get(key, choices[0][0]))
        return self.picked[key]

    def _suggested(self, question: Question) -> Answer:
        """Suggest what Enter alone can take: a name whose folder is free."""
        suggested = suggestion(question, self.draft, self.author)
        if question.id != "name":
            return suggested
        name, validate = str(suggested.value), self._judge(question)
        others = (f"{name}-{number}" for number in range(2, 100))
        free = next((one for one in (name, *others) if validate(one)[0]), name)
        return Answer(free, suggested.source)

    def _judge(self, question: Question) -> Validator:
        def validate(text: str) -> tuple[bool, str]:
            try:
                answer = Answer(parse(question, text), Source.PROMPT)
                if question.id != "name":
                    return True, ""
                target = project_path(self.path, {"name": answer})
                check_target(target)
            except PystackError as error:
                refused = question.id == "name" and isinstance(error, InvalidAnswer)
                return False, f"{error.message}; try {nearest_name(text)}" if refused else error.message
            return True, f"Folder {target}, package {project_path(None, {'name': answer})}"

        return validate

    def _resume(self) -> str:
        """Spell the command that resumes with what was answered so far."""
        from shlex import join  # noqa: PLC0415 - only when somebody leaves

        said = {key: one for key, one in self.draft.items() if one.source not in _UNSAID}
        path = self.path
        if path is None and "name" in said:
            with suppress(InvalidAnswer):
                path = str(project_path(None, said))
        where = [path] if path is not None else []
        return join([*self.command, *where, *to_flags(said), *self.options])


def offered(question: Question) -> Choices:
    """List what can be picked."""
    if question.kind is Kind.YES_NO:
        return (("yes", "Yes"), ("no", "No"))
    return tuple((choice.value, choice.label) for choice in question.choices)
