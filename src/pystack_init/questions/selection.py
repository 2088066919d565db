"""The questions that choose a stack, and the use cases that answer all of them.

They write no file of their own: a project records them with its answers, for `docs/decisions/0001-stack.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pystack_init.questions.model import Choice, Question
from pystack_init.questions.project import QUESTIONS

AUTO = "auto"  # the answer to `stack` that lets these questions decide
# A script need not answer these: their defaults are neutral or usual.
OPTIONAL_SELECTION = frozenset({"team", "shape", "ops"})

SELECTION: tuple[Question, ...] = (
    Question(
        id="surface",
        text="API, site or both?",
        help="If people reach it through an app or SPA, choose API",
        choices=(
            Choice("api", "API: apps, SPAs, bots, partners"),
            Choice("both", "Both: an API and a site"),
            Choice("site", "Site: server-rendered pages"),
        ),
        default="api",
    ),
    Question(
        id="admin",
        text="Do staff need an admin panel at launch?",
        help="A ready-made interface to view and edit the data",
        choices=(
            Choice("no", "No"),
            Choice("later", "Perhaps later"),
            Choice("yes", "Yes"),
        ),
        default="later",
    ),
    Question(
        id="load",
        text="What load do you expect?",
        help="Hot: live updates, ML models, bots, slow upstream APIs",
        choices=(
            Choice("ordinary", "Ordinary: CRUD and forms"),
            Choice("hot", "Hot: many connections, I/O-bound"),
        ),
        default="ordinary",
    ),
    Question(
        id="team",
        text="What does the team know best?",
        help="A framework that the team knows usually beats a faster one",
        choices=(
            Choice("fastapi", "FastAPI, async typed Python"),
            Choice("django", "Django"),
            Choice("neither", "Neither"),
        ),
        default="neither",
    ),
    Question(
        id="shape",
        text="One product or several microservices?",
        help="Microservices are small and deployed independently",
        choices=(
            Choice("product", "One product"),
            Choice("services", "Microservices"),
        ),
        default="product",
    ),
    Question(
        id="ops",
        text="Can you operate two processes behind a proxy?",
        help="Django for the admin, FastAPI for the API, one database",
        choices=(Choice("yes", "Yes"), Choice("no", "No")),
        default="yes",
    ),
)


@dataclass(frozen=True, slots=True)
class UseCase:
    """A kind of product and its answers; an omitted question has its default."""

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
    UseCase("saas", "API of a SaaS product", ("003",), "api", "later", "ordinary"),
    UseCase("api", "API for apps and partners", ("003", "004"), "api", "no", "ordinary"),
    UseCase("mvp", "MVP with accounts", ("003",), "both", "yes", "ordinary"),
    UseCase("spa-admin", "Back end of an SPA, with admin", ("000",), "api", "yes", "ordinary"),
    UseCase("cms", "CMS or content site", ("001", "002", "003"), "site", "yes", "ordinary"),
    UseCase("corporate-site", "Corporate website", ("003",), "site", "later", "ordinary"),
    UseCase("microservice", "Microservice", ("000", "003", "004"), "api", "no", "ordinary", "services"),
    UseCase("realtime-api", "Real-time API", ("002", "004"), "api", "no", "hot"),
    UseCase("ml-ai", "Machine-learning or AI service", ("002", "003", "004"), "api", "no", "hot", "services"),
    UseCase("telegram-bot", "Telegram bot with an admin", ("003",), "api", "yes", "hot", "services"),
    UseCase("django-fast", "Django core with fast endpoints", ("001", "002"), "both", "yes", "hot"),
)

# What is typical of each use case, shown while it is highlighted.
_HINTS = {
    "saas": "Customers call it from their own programs; an admin panel can come later",
    "api": "Endpoints for mobile apps, SPAs and other companies; no admin panel",
    "mvp": "Pages, an API and an admin panel at once, with sign-up and sign-in",
    "spa-admin": "A JSON API for your SPA, and an admin panel for staff",
    "cms": "Staff write content in the admin panel; visitors read server-rendered pages",
    "corporate-site": "Server-rendered pages with few forms; an admin panel can come later",
    "microservice": "One small API that is deployed on its own",
    "realtime-api": "Live updates over many connections at once",
    "ml-ai": "Requests wait for a model or an upstream API; deployed on its own",
    "telegram-bot": "Webhooks that wait for other services, and an admin panel for staff",
    "django-fast": "Pages and admin in Django, and FastAPI for the endpoints under load",
}

# A shortcut for the six questions above; it is not recorded itself.
USE_CASE = Question(
    id="use_case",
    text="What are you building?",
    help="Each suggests a stack; you can change it later",
    choices=tuple(Choice(case.id, case.label, _HINTS[case.id]) for case in USE_CASES),
    default=USE_CASES[0].id,
)

SELECTION_BY_ID = {question.id: question for question in SELECTION}
EVERY_QUESTION = {question.id: question for question in (*QUESTIONS, USE_CASE, *SELECTION)}


def accepted(question: Question) -> tuple[str, ...]:
    """List the values that a choice accepts; for the stack also `auto`."""
    return (*question.values, AUTO) if question.id == "stack" else question.values
