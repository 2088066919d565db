"""The conversation that ends in a project: what is built, the advice, the name, the review, or one back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Optional

from pystack_init.advice.choice import expand_use_case, is_wanted, settle, spoken, still_open
from pystack_init.advice.score import matters
from pystack_init.advice.terms import Stack
from pystack_init.answers import Answer, Source
from pystack_init.errors import Cancelled, InvalidAnswer, PystackError
from pystack_init.names import nearest_name
from pystack_init.needs import applies
from pystack_init.plan import fill, parse, project_path, spelled, suggestion
from pystack_init.questions import BY_ID, QUESTIONS, Kind, Question
from pystack_init.selection import AUTO, EVERY_QUESTION, SELECTION_BY_ID, USE_CASE
from pystack_init.staging import check_target
from pystack_init.terminal.card import brief, objection
from pystack_init.terminal.console import write
from pystack_init.terminal.prompts import Choices, GoBack, Judge, Prompts
from pystack_init.terminal.review import review_table, spell
from pystack_init.terminal.theme import dim

Draft = dict[str, Answer]
Page = Callable[[], Optional["Page"]]  # asks one thing and gives the page that follows; None is the end
Then = Callable[[], Page | None]

_ASK, _KNOWN = ("ask", "Something else: ask me"), ("known", "I know the stack")
_ACCEPT = (
    ("create", "Create the project"),
    ("options", "Customise the options"),
    ("change", "Change one answer"),
    ("stack", "Choose another stack"),
    ("plan", "Show its files and steps first"),
)
_DONE = ("done", "Back to the review")
# Answers that nobody gave: the command that resumes leaves them out.
_UNSAID = {Source.DEFAULT, Source.GIT, Source.PATH, Source.RECOMMENDATION}


@dataclass(slots=True)
class Wizard:
    """One conversation; `path` is the folder, if one was named, and `preview` shows what would be written."""

    draft: Draft
    prompts: Prompts
    author: Callable[[], str | None]
    resume: tuple[str, ...]
    path: str | None = None
    preview: Callable[[Draft], str] | None = None
    _picked: dict[str, str] = field(default_factory=dict)

    def make_a_project(self) -> Draft:
        """Ask until a project can be made."""
        if not self.draft.keys().isdisjoint(SELECTION_BY_ID):
            return self._converse(lambda: self._next_selection(self._advise))
        if is_wanted(self.draft):
            return self._converse(partial(self._use_case, (_ASK,), self._advise))
        if "stack" in self.draft:
            return self._converse(self._to_name)
        return self._converse(partial(self._use_case, (_ASK, _KNOWN), self._advise))

    def choose_a_stack(self) -> Draft:
        """Ask only what the recommendation needs."""
        if not self.draft.keys().isdisjoint(SELECTION_BY_ID):
            return self._converse(lambda: self._next_selection(_the_end))
        return self._converse(partial(self._use_case, (_ASK,), _the_end))

    def _converse(self, first: Then) -> Draft:
        turned: list[tuple[Page, Draft]] = []
        try:
            page: Page | None = first
            while page:
                before = dict(self.draft)
                try:
                    following = page()
                except GoBack:
                    if turned:
                        write(f"{dim('(back)')}\n")  # what was answered above holds no more
                    page, self.draft = turned.pop() if turned else (page, before)
                    continue
                turned.append((page, before))
                page = following
        except (KeyboardInterrupt, EOFError):
            raise Cancelled(hint=f"To go on from here:\n  {self._command()}") from None
        return self.draft

    def _use_case(self, instead: Choices, then: Then) -> Page | None:
        picked = self._choose("use_case", USE_CASE.text, USE_CASE.help, (*_offered(USE_CASE), *instead))
        if picked == "known":
            return partial(self._answer, BY_ID["stack"], self._to_name)
        if picked != "ask":
            self.draft[USE_CASE.id] = Answer(picked, Source.PROMPT)
            expand_use_case(self.draft)
        return self._next_selection(then)

    def _next_selection(self, then: Then) -> Page | None:
        left = still_open(self.draft, ask=True)
        return partial(self._answer, left[0], partial(self._next_selection, then)) if left else then()

    def _advise(self, was: str = "") -> Page | None:
        write(f"\n{brief(settle(self.draft))}\n")
        now = spell(self.draft["stack"])
        if was and now != was:
            write(f"The stack is now {now} (was {was})\n")
        return self._to_name()

    def _to_name(self) -> Page | None:
        return self._review if "name" in self.draft else partial(self._answer, BY_ID["name"], self._to_review)

    def _to_review(self) -> Page | None:
        return self._review

    def _review(self) -> Page | None:
        # An answer that a later one ruled out, such as another stack.
        fitting = {key: one for key, one in self.draft.items() if applies(EVERY_QUESTION[key], self.draft)}
        for key in self.draft.keys() - fitting.keys():
            if self.draft[key].value is True:
                write(f"\n`{key}` is left out: it needs {_unmet(EVERY_QUESTION[key], self.draft)}\n")
        self.draft = fitting
        if "stack" in fitting:
            write(objection(Stack(spell(fitting["stack"])), spoken(fitting)))
        full = dict(self.draft)
        fill(full, self.author)
        write(f"\n{review_table(project_path(self.path, full), full)}\n")
        return self._accept(full)

    def _accept(self, full: Draft) -> Page | None:
        picked = self.prompts.choose("Create it?", "", _ACCEPT, "create")
        if picked == "create":
            self.draft = full
            return None
        pages: dict[str, Page] = {
            "options": self._options,
            "change": partial(self._change, full),
            "stack": partial(self._answer, BY_ID["stack"], self._to_review),
            "plan": partial(self._show_plan, full),
        }
        return pages[picked]

    def _options(self) -> Page | None:
        groups = dict.fromkeys(question.group for question in QUESTIONS if question.group)
        choices = (*((group, group) for group in groups), _DONE)
        picked = self._choose("group", "Which options?", "Each is a few questions", choices)
        if picked == "done":
            return self._review
        asked = [question for question in QUESTIONS if question.group == picked]
        self._picked["group"] = "done"
        return self._each_of(asked)

    def _each_of(self, left: list[Question]) -> Page | None:
        """Ask the questions of a group; an answer may rule out a later one."""
        while left and not applies(left[0], self.draft):
            left = left[1:]
        return partial(self._answer, left[0], partial(self._each_of, left[1:])) if left else self._options

    def _change(self, full: Draft) -> Page | None:
        known = [
            question
            for question in EVERY_QUESTION.values()
            if question.id in full and applies(question, full)
        ]
        choices = [(one.id, f"{one.id}: {_shown(one, full[one.id])}") for one in known]
        about = "It is asked again, and the rest stays"
        picked = EVERY_QUESTION[self.prompts.choose("Which answer?", about, choices, choices[0][0])]
        then = self._judge_again if picked.id in SELECTION_BY_ID else self._to_review
        return partial(self._answer, picked, then)

    def _judge_again(self) -> Page | None:
        """Let the changed answers decide, unless the stack was somebody's own choice."""
        if "ops" in self.draft and not matters(
            "ops", {key: str(one.value) for key, one in self.draft.items()}
        ):
            del self.draft["ops"]
        was = self.draft["stack"]
        if was.source is Source.RECOMMENDATION:
            self.draft["stack"] = Answer(AUTO, Source.RECOMMENDATION)
        return self._next_selection(partial(self._advise, spell(was)))

    def _show_plan(self, full: Draft) -> Page | None:
        if self.preview:
            write(f"\n{self.preview(full)}")
        return self._accept(full)

    def _answer(self, question: Question, then: Then) -> Page | None:
        """Ask one question, note the answer, and go on."""
        noted = self.draft.get(question.id)
        before = spell(noted) if noted else self._picked.get(question.id, "")
        suggested = self._suggested(question)
        default = spell(suggested)
        text, about = question.text, question.help
        try:
            value = (
                self.prompts.type(text, about, default, self._judge(question), typed=before)
                if question.kind is Kind.TEXT
                else self.prompts.choose(text, about, _offered(question), before or default)
            )
        except GoBack as back:
            self._picked[question.id] = back.typed or before
            raise
        self._picked[question.id] = value
        answer = parse(question, value)
        stands = noted or suggested
        unchanged = answer == stands.value and question.id not in SELECTION_BY_ID
        self.draft[question.id] = stands if unchanged else Answer(answer, Source.PROMPT)
        return then()

    def _suggested(self, question: Question) -> Answer:
        """Suggest what Enter alone can take: a name whose folder is free."""
        suggested = suggestion(question, self.author)
        if question.id != "name":
            return suggested
        name, judge = str(suggested.value), self._judge(question)
        others = (f"{name}-{number}" for number in range(2, 100))
        free = next((one for one in (name, *others) if judge(one)[0]), name)
        return Answer(free, suggested.source)

    def _choose(self, key: str, title: str, about: str, choices: Choices) -> str:
        """Let something be picked; what was picked under this key before is what Enter takes now."""
        self._picked[key] = self.prompts.choose(title, about, choices, self._picked.get(key, choices[0][0]))
        return self._picked[key]

    def _judge(self, question: Question) -> Judge:
        def judge(text: str) -> tuple[bool, str]:
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

        return judge

    def _command(self) -> str:
        """Spell the command that resumes with what was answered so far."""
        from shlex import join  # noqa: PLC0415 - only when somebody leaves

        said = {key: one for key, one in self.draft.items() if one.source not in _UNSAID}
        path = self.path
        if path is None and "name" in said:
            with suppress(InvalidAnswer):
                path = str(project_path(None, said))
        where = [path] if path is not None else []
        return join([*self.resume[:2], *where, *spelled(said), *self.resume[2:]])


def _unmet(question: Question, given: Draft) -> str:
    """Name what an answer needs and does not have."""
    unmet = [need.what for need in question.needs if not applies(replace(question, needs=(need,)), given)]
    return " and ".join(unmet)


def _offered(question: Question) -> Choices:
    if question.kind is Kind.YES_NO:
        return (("yes", "Yes"), ("no", "No"))
    return tuple((choice.value, choice.label) for choice in question.choices)


def _shown(question: Question, answer: Answer) -> str:
    return spell(answer) if question.kind is not Kind.TEXT else spell(answer)[:40]


def _the_end() -> None:
    return None
