"""What the five articles say of each stack, row by row, and where they contradict each other.

A figure here is a claim and no promise: none of the articles gives its hardware, method or code.
"""

from dataclasses import dataclass

from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID, Stack
from pystack_init.recommendation.articles import ALL


@dataclass(frozen=True, slots=True)
class Cell:
    """What is said of one stack."""

    says: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect; `templates` is what our projects add, `disputed` where the articles disagree."""

    id: str
    title: str
    fastapi: Cell
    django_drf: Cell
    hybrid: Cell
    templates: str
    disputed: tuple[Cell, ...] = ()
    disputed_range: str = ""

    @property
    def cells(self) -> dict[Stack, Cell]:
        """Give the cell of each stack."""
        return {FASTAPI: self.fastapi, DJANGO_DRF: self.django_drf, HYBRID: self.hybrid}

    @property
    def articles(self) -> set[str]:
        """Name the articles that any claim of this row is from."""
        return {number for cell in (*self.cells.values(), *self.disputed) for number in cell.articles}


ROWS: tuple[Row, ...] = (
    Row(
        "performance",
        "Performance",
        Cell("Faster for APIs, most of all when it waits", ALL),
        Cell(
            "Slower for APIs; enough for most projects, given caching and good queries", ("000", "001", "003")
        ),
        Cell("FastAPI's for the endpoints that need it", ("001", "002", "003")),
        "The same queries, page limits and indexes in every stack",
        disputed=(
            Cell("up to 3x for I/O-intensive tasks", ("002",)),
            Cell("50,000 against 5,000 requests a second: 10x", ("003",)),
            Cell("20,000 against 4,000: 5x; its table 18,000 against 3,500: 5.1x", ("004",)),
            Cell("15,000 against 1,200 with a database: 12.5x, beside the words 5-10x", ("004",)),
        ),
        disputed_range="FastAPI 3x to 12.5x as fast as Django; for most projects it does not matter (003)",
    ),
    Row(
        "async",
        "Async",
        Cell("Native, from end to end", ALL),
        Cell("Synchronous by default, async views are optional", ("000", "002", "003", "004")),
        Cell("Async in the API, synchronous for staff", ("003",)),
        "FastAPI's endpoints are async down to the database driver",
        disputed=(
            Cell("native async since Django 4.1", ("003",)),
            Cell("async views since Django 5.x", ("002",)),
            Cell("limited, by way of Channels", ("004",)),
        ),
        disputed_range="Django's async: since 4.1, since 5.x, or by an extra package",
    ),
    Row(
        "types",
        "Types",
        Cell("Type hints and Pydantic check what comes in", ALL),
        Cell("Forms and serializers check at run time; typing is basic", ("002", "003", "004")),
        Cell("Pydantic in the API, Django's in the admin", ("003",)),
        "mypy in strict mode and one typed settings object in every stack",
    ),
    Row(
        "docs",
        "API documentation",
        Cell("OpenAPI with Swagger UI and ReDoc by itself", ALL),
        Cell("By hand, or with drf-spectacular or drf-yasg", ("002", "004")),
        Cell("FastAPI's own", ("003",)),
        "django_drf comes with OpenAPI documentation too, and the same contract",
    ),
    Row(
        "orm",
        "ORM",
        Cell("None built in; SQLAlchemy, SQLModel or Tortoise", ("000", "002", "003")),
        Cell("Powerful and built in", ALL),
        Cell("Possible over one database, not straightforward", ("000", "002")),
        "fastapi comes with SQLModel; in the hybrid it mirrors Django's models, and a test compares the two",
    ),
    Row(
        "migrations",
        "Migrations",
        Cell("None built in; Alembic", ("000", "002")),
        Cell("Built in", ("000", "002", "004")),
        Cell("No article says who owns them; here Django does", ()),
        "fastapi comes with Alembic and a first migration; in the hybrid Django owns the schema",
        disputed_range="Two frameworks on one schema: no article names the owner (here: Django)",
    ),
    Row(
        "admin",
        "Admin panel",
        Cell("None; SQLAdmin or another library", ("002", "003")),
        Cell("Built in, saves weeks", ALL),
        Cell("Django's, next to FastAPI's endpoints", ("001", "002", "003")),
        "django_drf and hybrid have the admin set up for accounts and products; fastapi has none, on purpose",
    ),
    Row(
        "auth",
        "Sign-in",
        Cell("By your own care, or a library", ("002", "003")),
        Cell("Users, sessions and permissions are built in", ALL),
        Cell("No article says; here one table of users for both", ()),
        "E-mail and password with rotating tokens in every stack, and password hashes all three can read",
        disputed=(
            Cell("JWT and OAuth2 scopes are built in", ("002",)),
            Cell("needs fastapi-users", ("003",)),
        ),
        disputed_range="FastAPI's auth: built in, or not at all",
    ),
    Row(
        "websockets",
        "WebSockets",
        Cell("Native", ("002", "003", "004")),
        Cell("Partial, by way of Channels", ("000", "002", "003", "004")),
        Cell("Native, in the FastAPI half", ("002", "003")),
        "Nothing: no stack has a WebSocket endpoint to begin with",
    ),
    Row(
        "di",
        "Dependency injection",
        Cell("Built in, good for tests", ("000", "002")),
        Cell("None built in", ("002",)),
        Cell("FastAPI's, in the API", ("002",)),
        "Every stack is tested over plain HTTP, which needs none",
    ),
    Row(
        "learning_curve",
        "Learning curve",
        Cell("Gentle for those who know typed Python", ("000", "002", "004")),
        Cell("More to learn first, productive after", ("000", "002", "004")),
        Cell("No article says; both have to be known", ()),
        "One layout, one set of commands and a README that explains them in every stack",
        disputed=(
            Cell("FastAPI gentle, Django steeper", ("000",)),
            Cell("FastAPI low, Django moderate", ("002",)),
            Cell("FastAPI moderate, Django steep", ("004",)),
        ),
        disputed_range="FastAPI low to moderate, Django moderate to steep",
    ),
    Row(
        "ecosystem",
        "Ecosystem",
        Cell("Younger and smaller, growing quickly", ("000", "002")),
        Cell("Mature, a package for nearly everything", ("000", "001", "002")),
        Cell("Both, side by side", ("000",)),
        "Nothing: the packages of a framework are its own",
    ),
    Row(
        "memory",
        "Memory",
        Cell("About 80 MB", ("004",)),
        Cell("About 120 MB, with DRF", ("004",)),
        Cell("No article says; two processes, so add both up", ()),
        "Nothing: measure your own",
    ),
    Row(
        "best_for",
        "Best for",
        Cell("APIs, microservices, models, real time", ALL),
        Cell("Whole sites, admin, content, an MVP with accounts", ALL),
        Cell("Staff screens beside a quick API; a bot with an admin", ("001", "002", "003")),
        "All three answer the same HTTP contract, so a client notices no change of stack",
    ),
)
