"""Define every criterion of the five articles as a row of data, and the hard rules that override the scores.

A row whose `when` is true adds its weight, the number of articles that make the claim. A row without `when`
is not scored: `not_scored_because` states why, mostly that every stack has it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID, Stack
from pystack_init.recommendation.articles import ALL
from pystack_init.recommendation.requirements import Requirements


@dataclass(frozen=True, slots=True)
class Rule:
    """One claim of the articles."""

    id: str
    favours: Stack
    claim: str
    articles: tuple[str, ...]
    when: Callable[[Requirements], bool] | None = None
    not_scored_because: str = ""

    @property
    def weight(self) -> int:
        """The number of articles that make the claim; 0 where no question asks about it."""
        return len(self.articles) if self.when else 0


F, D, H = FASTAPI, DJANGO_DRF, HYBRID
_OF_LOAD = "covered by `load: hot`"
_BROUGHT = "every stack includes it"

RULES: tuple[Rule, ...] = (
    Rule(
        "api-first",
        F,
        "An API-first product without server-rendered pages",
        ALL,
        lambda n: n.surface == "api",
    ),
    Rule(
        "hot-load",
        F,
        "Async suits many concurrent requests and I/O-bound work",
        ALL,
        lambda n: n.load == "hot",
    ),
    Rule(
        "small-services",
        F,
        "A light framework suits small, independent services",
        ALL,
        lambda n: n.shape == "services",
    ),
    Rule(
        "typed-team",
        F,
        "The team knows typed, async Python",
        ("000", "001", "004"),
        lambda n: n.team == "fastapi",
    ),
    Rule(
        "waiting", F, "I/O-bound: waits on other services and long queries", ALL, not_scored_because=_OF_LOAD
    ),
    Rule("openapi", F, "OpenAPI documentation is generated automatically", ALL, not_scored_because=_BROUGHT),
    Rule("types", F, "Typed Python and Pydantic", ALL, not_scored_because=_BROUGHT),
    Rule("models", F, "Serves machine-learning models", ("002", "003", "004"), not_scored_because=_OF_LOAD),
    Rule("live", F, "Real-time updates over WebSockets", ("002", "003", "004"), not_scored_because=_OF_LOAD),
    Rule(
        "streams",
        F,
        "Data pipelines, event-driven systems, GraphQL",
        ("002", "003", "004"),
        not_scored_because=_OF_LOAD,
    ),
    Rule(
        "injection",
        F,
        "Dependency injection and easy tests",
        ("002", "003"),
        not_scored_because="every stack is tested over plain HTTP",
    ),
    Rule(
        "memory",
        F,
        "Uses little memory",
        ("004",),
        not_scored_because="80 MB against 120 MB rarely matters",
    ),
    Rule(
        "beginner",
        F,
        "A simple API for a beginner",
        ("000",),
        not_scored_because="the same article prefers Django for larger projects",
    ),
    Rule("admin", D, "Staff need an admin panel at launch", ALL, lambda n: n.admin == "yes"),
    Rule(
        "pages",
        D,
        "Server-rendered pages and forms",
        ALL,
        lambda n: n.surface == "site",
    ),
    Rule(
        "site-and-api",
        D,
        "A site and an API in one framework",
        ("000", "002", "004"),
        lambda n: n.surface == "both",
    ),
    Rule(
        "one-product",
        D,
        "A monolith with accounts and many features",
        ("000", "001", "003", "004"),
        lambda n: n.shape == "product",
    ),
    Rule(
        "django-team",
        D,
        "The team already knows Django",
        ("002", "003", "004"),
        lambda n: n.team == "django",
    ),
    Rule(
        "cms",
        D,
        "A CMS or corporate site",
        ("001", "002", "003"),
        not_scored_because="covered by `surface: site`",
    ),
    Rule("batteries", D, "Auth, ORM, migrations and forms are included", ALL, not_scored_because=_BROUGHT),
    Rule(
        "ecosystem",
        D,
        "The ecosystem is mature",
        ("000", "001", "002"),
        not_scored_because="no answer changes it",
    ),
    Rule(
        "relational",
        D,
        "Relational data is at the core",
        ("000", "001", "002", "004"),
        not_scored_because="every stack has a relational database with migrations",
    ),
    Rule("mvp", D, "A quick MVP with accounts", ALL, not_scored_because="every stack has accounts"),
    Rule(
        "conventions",
        D,
        "Large, long-term teams benefit from conventions",
        ("001", "002"),
        not_scored_because="every stack has one layout, types and checks",
    ),
    Rule(
        "security",
        D,
        "Security by default is the top priority",
        ("002",),
        not_scored_because="every stack has the same headers, limits, hashing and tokens",
    ),
    Rule("internal", D, "Internal tools", ("002", "004"), not_scored_because="covered by `admin: yes`"),
    Rule(
        "spa-admin",
        D,
        "The back end of a single-page app needs admin and ORM",
        ("000",),
        not_scored_because="covered by `admin: yes`",
    ),
    Rule(
        "both-worlds",
        H,
        "Django for core and admin, FastAPI for fast endpoints",
        ("001", "002", "003"),
        lambda n: n.requirements_conflict and n.ops == "yes",
    ),
    Rule(
        "bot-with-admin",
        H,
        "A Telegram bot with an admin",
        ("003",),
        not_scored_because="a special case of Django for the admin, FastAPI for fast endpoints",
    ),
    Rule(
        "strangler",
        H,
        "New high-load endpoints next to an existing Django, behind a proxy",
        ("002",),
        not_scored_because="it extends an existing project, and `new` creates one",
    ),
)

# The only claim against a stack. It has no weight: the question `ops` asks about it, see R2.
COST = Rule("two-processes", H, "Two processes to run, monitor and deploy", ("002", "004"))


@dataclass(frozen=True, slots=True)
class HardRule:
    """A rule that overrides the scores: when it applies, only these stacks are left."""

    id: str
    says: str
    applies: Callable[[Requirements], bool]
    leaves: frozenset[Stack]


# In order; each narrows the stacks that the rules before it left.
HARD_RULES: tuple[HardRule, ...] = (
    HardRule(
        "R1",
        "Django and FastAPI are both needed, and two processes are possible: the hybrid",
        lambda n: n.requirements_conflict and n.ops == "yes",
        frozenset({H}),
    ),
    HardRule(
        "R2",
        "Django and FastAPI are both needed, but only one process is possible: the better single stack",
        lambda n: n.requirements_conflict and n.ops == "no",
        frozenset({F, D}),
    ),
    HardRule(
        "R3",
        "Server-rendered pages rule out plain FastAPI",
        lambda n: n.has_pages,
        frozenset({D, H}),
    ),
)

# R4: with equal scores the product's shape decides, not trends (001).
TIE_SAYS = "With equal scores, `surface` decides"
TIE_GOES_TO = {"api": F, "both": D, "site": D}
