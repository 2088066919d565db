"""A prompt session: its steps, forward and back, the answers so far, and the command that resumes."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Optional

from pystack_init.errors import Cancelled, InvalidAnswer, PystackError
from pystack_init.planning.command_line import to_flags
from pystack_init.planning.plan import project_path
from pystack_init.planning.proposal import Author, proposed_answer
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.names import nearest_name
from pystack_init.questions.selection import AUTO, SELECTION_BY_ID
from pystack_init.questions.stacks import STACK_BY_ID
from pystack_init.recommendation.choice import unanswered
from pystack_init.system.staging import check_target
from pystack_init.terminal.console import write_stdout
from pystack_init.terminal.prompts.protocol import Choices, GoBack, Heading, Item, Prompts, Validator
from pystack_init.terminal.stacks import COLOURS
from pystack_init.terminal.theme import dim

# A step asks at most one question and returns the next step; None ends the session.
PromptStep = Callable[[], Optional["PromptStep"]]

# The sections of a session, in order.
STACK, NAME, SUMMARY = "Stack", "Name", "Summary"
# What a step before the choice of a stack asks again; Enter then accepts the answer that was given before.
_ASKED_AGAIN = {*SELECTION_BY_ID, "stack", "name"}
# Answers that the user did not give: the command that resumes leaves them out.
_NOT_GIVEN = {Source.DEFAULT, Source.GIT, Source.PATH, Source.RECOMMENDATION, Source.USER_DEFAULT}


@dataclass(slots=True)
class Session:
    """One prompt session; `path` is the target folder, `picked` the value that Enter takes for each question.

    `command` is the one that resumes, if there is one.
    `sections` are those that this session needs, and `position` is what the prompt shows above its question.
    """

    answers: Answers
    prompts: Prompts
    author: Author
    command: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    path: str | None = None
    picked: dict[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    position: str = ""

    def run(self, first: PromptStep) -> Answers:
        """Run the steps until the last one, and return the answers."""
        done: list[tuple[PromptStep, Answers, str]] = []
        try:
            step: PromptStep | None = first
            while step:
                before = (step, self.answers, self.position)
                try:
                    following = step()
                except GoBack:
                    if done:
                        write_stdout(f"{dim('(back)')}\n")  # the answer above is no longer valid
                    step, earlier, self.position = done.pop() if done else before
                    self.answers = self._kept(earlier)
                    continue
                done.append(before)
                step = following
        except (KeyboardInterrupt, EOFError):
            raise Cancelled(hint=f"To resume:\n  {self._resume()}" if self.command else None) from None
        return self.answers

    def enter(self, section: str, detail: str = "") -> None:
        """Show from here on that the session is in this section."""
        number = self.sections.index(section) + 1 if section in self.sections else 0
        count = f"{number} of {len(self.sections)}: {section}" if number and len(self.sections) > 1 else ""
        self.position = ", ".join(one for one in (count, detail) if one)

    def select(self, then: PromptStep) -> PromptStep | None:
        """Ask the questions that can still change the stack, one per step."""
        left = unanswered(self.answers, ask=True)
        if not left:
            return then()
        given = len(self.answers.keys() & SELECTION_BY_ID)
        self.enter(STACK, f"question {given + 1} of {given + len(left)}")
        return partial(self.answer, left[0], partial(self.select, then))

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
        default = self.picked.get(key, choices[0].value)
        self.picked[key] = self.prompts.choose(Heading(title, about, self.position), choices, default)
        return self.picked[key]

    def _kept(self, earlier: Answers) -> Answers:
        """Keep what Enter accepted when the user goes back to a step that began with `earlier` answers."""
        decided = "stack" in earlier and earlier["stack"].value != AUTO
        selecting = earlier.keys() & SELECTION_BY_ID and unanswered(earlier, ask=True)
        if decided and not selecting:
            return self.answers
        of_use_case = (key for key, one in self.answers.items() if one.source is Source.USE_CASE)
        kept = self.answers.without(*_ASKED_AGAIN, *of_use_case)
        return Answers({**kept, **{key: earlier[key] for key in _ASKED_AGAIN if key in earlier}})

    def _ask(self, question: Question, proposed: str, before: str) -> str:
        heading = Heading(question.text, question.help, self.position)
        if question.kind is Kind.TEXT:
            return self.prompts.type(heading, proposed, self._validator(question), typed=before)
        return self.prompts.choose(heading, choices_of(question), before or proposed)

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
    """List the values of a question with their labels, and with its colour for a stack."""
    if question.kind is Kind.YES_NO:
        return (Item("yes", "Yes"), Item("no", "No"))
    if question.id == "stack":
        return tuple(
            Item(one.value, one.label, colour=COLOURS[STACK_BY_ID[one.value]]) for one in question.choices
        )
    return tuple(Item(one.value, one.label, hint=one.hint) for one in question.choices)
