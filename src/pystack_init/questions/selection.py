"""The questions that choose a stack, and the use cases that answer all of them.

They write no file of their own: a project records them with its answers, for `docs/decisions/0001-stack.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pystack_init.questions.model import Choice, Question
from pystack_init.questions.project import QUESTIONS

AUTO = "auto"  # the answer to `stack` that lets these questions decide
# Not required of a script: their defaults favour no stack.
OPTIONAL_SELECTION = frozenset({"team", "shape", "ops"})

SELECTION: tuple[Question, ...] = (
    Question(
        id="surface",
        text="Who uses it directly?",
        help="Whoever uses an app does not use this: the app does",
        choices=(
            Choice("api", "Programs: an app, a bot, a partner"),
            Choice("both", "Both programs and people"),
            Choice("site", "People, on pages the server makes"),
        ),
        default="api",
    ),
    Question(
        id="admin",
        text="Do staff need ready-made screens at launch?",
        help="To look at the data and edit it, without a developer",
        choices=(
            Choice("no", "No"),
            Choice("later", "Later, perhaps"),
            Choice("yes", "Yes, at once"),
        ),
        default="later",
    ),
    Question(
        id="load",
        text="What is the hard part?",
        help="Hot: live updates, models, bots, slow other services",
        choices=(
            Choice("ordinary", "Ordinary: records, forms and rules"),
            Choice("hot", "Hot: many at once, or much waiting"),
        ),
        default="ordinary",
    ),
    Question(
        id="team",
        text="What does the team know best?",
        help="What people know is quicker than what is quick",
        choices=(
            Choice("fastapi", "FastAPI, typed async Python"),
            Choice("django", "Django"),
            Choice("neither", "Neither in particular"),
        ),
        default="neither",
    ),
    Question(
        id="shape",
        text="One product, or small services?",
        help="Small services are deployed one by one, each by itself",
        choices=(
            Choice("product", "One product"),
            Choice("services", "Several small services"),
        ),
        default="product",
    ),
    Question(
        id="ops",
        text="Can you run two processes behind a proxy?",
        help="Django for staff, FastAPI for programs, one database",
        choices=(Choice("yes", "Yes"), Choice("no", "No, only one")),
        default="yes",
    ),
)


@dataclass(frozen=True, slots=True)
class UseCase:
    """A kind of product and its answers; a question left out has its default."""

    id: str
    label: str
    articles: tuple[str, ...]
    surface: str
    admin: str
    load: str
    shape: str = "product"

    @property
    def answers(self) -> Mapping[str, str]:
        """An answer to every selection question."""
        defaults = {question.id: question.default_text for question in SELECTION}
        given = {"surface": self.surface, "admin": self.admin, "load": self.load, "shape": self.shape}
        return defaults | given


# In the order of the list.
USE_CASES: tuple[UseCase, ...] = (
    UseCase("saas", "The API of a SaaS product", ("003",), "api", "later", "ordinary"),
    UseCase("api", "An API for apps and partners", ("003", "004"), "api", "no", "ordinary"),
    UseCase("mvp", "A quick MVP with accounts", ("003",), "both", "yes", "ordinary"),
    UseCase("spa-admin", "Back end of a web app, with admin", ("000",), "api", "yes", "ordinary"),
    UseCase("cms", "A CMS or content site", ("001", "002", "003"), "site", "yes", "ordinary"),
    UseCase("corporate-site", "A corporate website", ("003",), "site", "later", "ordinary"),
    UseCase("microservice", "A microservice", ("000", "003", "004"), "api", "no", "ordinary", "services"),
    UseCase("realtime-api", "A real-time API", ("002", "004"), "api", "no", "hot"),
    UseCase(
        "ml-ai", "A machine-learning or AI service", ("002", "003", "004"), "api", "no", "hot", "services"
    ),
    UseCase("telegram-bot", "A Telegram bot with an admin", ("003",), "api", "yes", "hot", "services"),
    UseCase("django-fast", "A Django core with fast endpoints", ("001", "002"), "both", "yes", "hot"),
)

# A shortcut for the six questions above; it is not recorded itself.
USE_CASE = Question(
    id="use_case",
    text="What are you building?",
    help="Each is a set of answers; every one of them can be changed",
    choices=tuple(Choice(case.id, case.label) for case in USE_CASES),
    default=USE_CASES[0].id,
)

SELECTION_BY_ID = {question.id: question for question in SELECTION}
EVERY_QUESTION = {question.id: question for question in (*QUESTIONS, USE_CASE, *SELECTION)}


def accepted(question: Question) -> tuple[str, ...]:
    """List the values that a choice accepts; for the stack also `auto`."""
    return (*question.values, AUTO) if question.id == "stack" else question.values
