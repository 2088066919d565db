"""Every criterion of the five articles as a row of data, and the hard rules that override the scores.

A row whose `when` holds adds its weight, the number of articles that make the claim. A row without `when`
is not asked about: `not_scored_because` says why, mostly that every stack has it.
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
_OF_LOAD = "one of the things that `load: hot` stands for"
_BROUGHT = "the templates bring it in every stack"

RULES: tuple[Rule, ...] = (
    Rule(
        "api-first", F, "Programs use it: API first, no server-made pages", ALL, lambda n: n.surface == "api"
    ),
    Rule(
        "hot-load",
        F,
        "Many requests at once and waiting on others are what async is for",
        ALL,
        lambda n: n.load == "hot",
    ),
    Rule(
        "small-services",
        F,
        "Small independent services want a light framework",
        ALL,
        lambda n: n.shape == "services",
    ),
    Rule(
        "typed-team",
        F,
        "The team thinks in typed, async Python",
        ("000", "001", "004"),
        lambda n: n.team == "fastapi",
    ),
    Rule("waiting", F, "It waits on other services and long queries", ALL, not_scored_because=_OF_LOAD),
    Rule("openapi", F, "OpenAPI documentation comes by itself", ALL, not_scored_because=_BROUGHT),
    Rule("types", F, "Typed Python and Pydantic", ALL, not_scored_because=_BROUGHT),
    Rule(
        "models", F, "It serves machine-learning models", ("002", "003", "004"), not_scored_because=_OF_LOAD
    ),
    Rule("live", F, "Real time over WebSockets", ("002", "003", "004"), not_scored_because=_OF_LOAD),
    Rule("streams", F, "Data pipelines, events, GraphQL", ("002", "003", "004"), not_scored_because=_OF_LOAD),
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
        "It needs little memory",
        ("004",),
        not_scored_because="80 MB against 120 MB decides nothing",
    ),
    Rule(
        "beginner",
        F,
        "A beginner's simple API",
        ("000",),
        not_scored_because="the same article prefers Django once there is more",
    ),
    Rule("admin", D, "Staff get an admin panel at once", ALL, lambda n: n.admin == "yes"),
    Rule(
        "pages",
        D,
        "People use pages and forms that the server makes",
        ALL,
        lambda n: n.surface == "site",
    ),
    Rule(
        "site-and-api",
        D,
        "A site and an API live in one framework",
        ("000", "002", "004"),
        lambda n: n.surface == "both",
    ),
    Rule(
        "one-product",
        D,
        "One product with accounts and many features",
        ("000", "001", "003", "004"),
        lambda n: n.shape == "product",
    ),
    Rule(
        "django-team",
        D,
        "The team knows Django already",
        ("002", "003", "004"),
        lambda n: n.team == "django",
    ),
    Rule(
        "cms",
        D,
        "A CMS or a corporate site",
        ("001", "002", "003"),
        not_scored_because="what `surface: site` means",
    ),
    Rule("batteries", D, "Auth, ORM, migrations and forms are included", ALL, not_scored_because=_BROUGHT),
    Rule(
        "ecosystem",
        D,
        "The ecosystem is mature",
        ("000", "001", "002"),
        not_scored_because="true whatever is answered",
    ),
    Rule(
        "relational",
        D,
        "Relational data is at the core",
        ("000", "001", "002", "004"),
        not_scored_because="every stack stands on a relational database with migrations",
    ),
    Rule(
        "mvp", D, "An MVP with accounts, quickly", ALL, not_scored_because="accounts are there in every stack"
    ),
    Rule(
        "conventions",
        D,
        "A large team for a long term wants conventions",
        ("001", "002"),
        not_scored_because="every stack has one layout, types and checks",
    ),
    Rule(
        "security",
        D,
        "Security by default comes first",
        ("002",),
        not_scored_because="headers, limits, hashing and tokens are the same in every stack",
    ),
    Rule("internal", D, "Internal tools", ("002", "004"), not_scored_because="what `admin: yes` means"),
    Rule(
        "spa-admin",
        D,
        "A single-page app's back end wants admin and ORM",
        ("000",),
        not_scored_because="what `admin: yes` means",
    ),
    Rule(
        "both-worlds",
        H,
        "Django for core and admin, FastAPI for the fast endpoints",
        ("001", "002", "003"),
        lambda n: n.requirements_conflict and n.ops == "yes",
    ),
    Rule(
        "bot-with-admin",
        H,
        "A Telegram bot with an admin",
        ("003",),
        not_scored_because="a case of the row above",
    ),
    Rule(
        "strangler",
        H,
        "An existing Django gets new hot endpoints behind a proxy",
        ("002",),
        not_scored_because="a change of stack and not a new project, which is still to come",
    ),
)

# The one claim against a stack. It has no weight: the question `ops` asks about it, see R2.
COST = Rule("two-processes", H, "Two processes to run, watch and deploy", ("002", "004"))


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
        "There are reasons for Django and for FastAPI, and two processes are fine: both, on one database",
        lambda n: n.requirements_conflict and n.ops == "yes",
        frozenset({H}),
    ),
    HardRule(
        "R2",
        "There are reasons for Django and for FastAPI, but one process only: the better single stack",
        lambda n: n.requirements_conflict and n.ops == "no",
        frozenset({F, D}),
    ),
    HardRule(
        "R3",
        "Pages that the server makes are never left to plain FastAPI",
        lambda n: n.has_pages,
        frozenset({D, H}),
    ),
)

# R4: with equal scores the kind of product decides, not the trend (001).
TIE_SAYS = "The sums are equal, so who uses it directly decides"
TIE_GOES_TO = {"api": F, "both": D, "site": D}
