"""A prompt session: its steps, forward and back, the answers so far, and the command that resumes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Optional

from pystack_init.errors import Cancelled, InvalidAnswer, PystackError
from pystack_init.planning.command_line import to_flags
from pystack_init.planning.plan import Author, project_path, proposed_answer
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.names import nearest_name
from pystack_init.questions.selection import SELECTION_BY_ID
from pystack_init.recommendation.choice import unanswered
from pystack_init.system.staging import check_target
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import Choices, GoBack, Prompts, Validator
from pystack_init.terminal.theme import dim

# A step asks at most one question and returns the next step; None ends the session.
PromptStep = Callable[[], Optional["PromptStep"]]

# Answers that the user did not give: the command that resumes leaves them out.
_NOT_GIVEN = {Source.DEFAULT, Source.GIT, Source.PATH, Source.RECOMMENDATION, Source.USER_DEFAULT}


@dataclass(slots=True)
class Session:
    """One prompt session; `path` is the target folder, `picked` the value that Enter takes for each list."""

    answers: Answers
    prompts: Prompts
    author: Author
    command: tuple[str, ...]
    flags: tuple[str, ...] = ()
    path: str | None = None
    picked: dict[str, str] = field(default_factory=dict)

    def run(self, first: PromptStep) -> Answers:
        """Run the steps until the last one, and return the answers."""
        done: list[tuple[PromptStep, Answers]] = []
        try:
            step: PromptStep | None = first
            while step:
                before = self.answers
                try:
                    following = step()
                except GoBack:
                    if done:
                        write_stdout(f"{dim('(back)')}\n")  # the answer above is no longer valid
                    step, self.answers = done.pop() if done else (step, before)
                    continue
                done.append((step, before))
                step = following
        except (KeyboardInterrupt, EOFError):
            raise Cancelled(hint=f"To resume:\n  {self._resume()}") from None
        return self.answers

    def select(self, then: PromptStep) -> PromptStep | None:
        """Ask the questions that can still change the stack, one per step."""
        left = unanswered(self.answers, ask=True)
        return partial(self.answer, left[0], partial(self.select, then)) if left else then()

    def answer(self, question: Question, then: PromptStep) -> PromptStep | None:
        """Ask one question, record the answer, and go on."""
        given = self.answers.get(question.id)
        before = given.text if given else self.picked.get(question.id, "")
        proposed = self._proposed(question)
        try:
            value = self._ask(question, proposed.text, before)
        except GoBack as back:
            self.picked[question.id] = back.typed or before
            raise
        self.picked[question.id] = value
        answer = parse(question, value)
        current = given or proposed
        unchanged = answer == current.value and question.id not in SELECTION_BY_ID
        self.answers = self.answers.with_(
            question.id, current if unchanged else Answer(answer, Source.PROMPT)
        )
        return then()

    def choose(self, key: str, title: str, about: str, choices: Choices) -> str:
        """Let the user pick from a list; Enter accepts the last pick under this key."""
        self.picked[key] = self.prompts.choose(title, about, choices, self.picked.get(key, choices[0][0]))
        return self.picked[key]

    def _ask(self, question: Question, proposed: str, before: str) -> str:
        text, about = question.text, question.help
        if question.kind is Kind.TEXT:
            return self.prompts.type(text, about, proposed, self._validator(question), typed=before)
        return self.prompts.choose(text, about, choices_of(question), before or proposed)

    def _proposed(self, question: Question) -> Answer:
        """Return the answer that Enter accepts; a proposed name has a folder that does not exist yet."""
        proposed = proposed_answer(question, self.answers, self.author)
        if question.id != "name":
            return proposed
        name, validate = proposed.text, self._validator(question)
        others = (f"{name}-{number}" for number in range(2, 100))
        free = next((one for one in (name, *others) if validate(one)[0]), name)
        return Answer(free, proposed.source)

    def _validator(self, question: Question) -> Validator:
        def validate(text: str) -> tuple[bool, str]:
            try:
                answer = Answer(parse(question, text), Source.PROMPT)
                if question.id != "name":
                    return True, ""
                target = project_path(self.path, {"name": answer})
                check_target(target)
            except PystackError as error:
                invalid_name = question.id == "name" and isinstance(error, InvalidAnswer)
                return False, f"{error.message}; try {nearest_name(text)}" if invalid_name else error.message
            return True, f"Folder {target}, package {project_path(None, {'name': answer})}"

        return validate

    def _resume(self) -> str:
        """Return the command that resumes with the given answers."""
        from shlex import join  # noqa: PLC0415 - only after a cancellation

        given = {key: one for key, one in self.answers.items() if one.source not in _NOT_GIVEN}
        path = self.path
        if path is None and "name" in given:
            with suppress(InvalidAnswer):
                path = str(project_path(None, given))
        where = [path] if path is not None else []
        return join([*self.command, *where, *to_flags(given), *self.flags])


def choices_of(question: Question) -> Choices:
    """List the values of a question with their labels."""
    if question.kind is Kind.YES_NO:
        return (("yes", "Yes"), ("no", "No"))
    return tuple((choice.value, choice.label) for choice in question.choices)
