"""Compare the stacks: the claims of the five articles row by row, and where they contradict each other.

A figure here is a claim, not a promise: no article states its hardware, method or code.
"""

from dataclasses import dataclass

from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID, Stack
from pystack_init.recommendation.articles import ALL


@dataclass(frozen=True, slots=True)
class Cell:
    """A claim about one stack."""

    says: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect; `templates` is what our projects add, `disputed` lists contradictory claims."""

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
        """The cell of each stack."""
        return {FASTAPI: self.fastapi, DJANGO_DRF: self.django_drf, HYBRID: self.hybrid}

    @property
    def articles(self) -> set[str]:
        """The articles that this row cites."""
        return {number for cell in (*self.cells.values(), *self.disputed) for number in cell.articles}


ROWS: tuple[Row, ...] = (
    Row(
        "performance",
        "Performance",
        Cell("Faster for APIs, especially I/O-bound ones", ALL),
        Cell(
            "Slower for APIs; fast enough for most projects with caching and good queries",
            ("000", "001", "003"),
        ),
        Cell("As fast as FastAPI for the endpoints that need it", ("001", "002", "003")),
        "The same queries, page limits and indexes in every stack",
        disputed=(
            Cell("up to 3x for I/O-intensive tasks", ("002",)),
            Cell("50,000 against 5,000 requests a second: 10x", ("003",)),
            Cell("20,000 against 4,000: 5x; in its table 18,000 against 3,500: 5.1x", ("004",)),
            Cell("15,000 against 1,200 with a database: 12.5x, although its text says 5-10x", ("004",)),
        ),
        disputed_range="FastAPI 3x to 12.5x as fast as Django; for most projects it does not matter (003)",
    ),
    Row(
        "async",
        "Async",
        Cell("Native, end to end", ALL),
        Cell("Synchronous by default; async views are optional", ("000", "002", "003", "004")),
        Cell("Async in the API, synchronous in the admin", ("003",)),
        "FastAPI's endpoints are async down to the database driver",
        disputed=(
            Cell("native async since Django 4.1", ("003",)),
            Cell("async views since Django 5.x", ("002",)),
            Cell("limited, with Channels", ("004",)),
        ),
        disputed_range="Django's async: since 4.1, since 5.x, or with an extra package",
    ),
    Row(
        "types",
        "Types",
        Cell("Type hints and Pydantic validate requests", ALL),
        Cell("Forms and serializers validate at run time; typing is basic", ("002", "003", "004")),
        Cell("Pydantic in the API, Django forms in the admin", ("003",)),
        "mypy in strict mode and one typed settings object in every stack",
    ),
    Row(
        "docs",
        "API documentation",
        Cell("Automatic OpenAPI with Swagger UI and ReDoc", ALL),
        Cell("Manual, or with drf-spectacular or drf-yasg", ("002", "004")),
        Cell("The same as FastAPI", ("003",)),
        "django_drf includes OpenAPI documentation too, with the same contract",
    ),
    Row(
        "orm",
        "ORM",
        Cell("None built in; SQLAlchemy, SQLModel or Tortoise", ("000", "002", "003")),
        Cell("Powerful and built in", ALL),
        Cell("Possible over one database, not straightforward", ("000", "002")),
        "fastapi includes SQLModel; in the hybrid it mirrors Django's models, and a test compares the two",
    ),
    Row(
        "migrations",
        "Migrations",
        Cell("None built in; Alembic", ("000", "002")),
        Cell("Built in", ("000", "002", "004")),
        Cell("Not stated in the articles; here Django owns them", ()),
        "fastapi includes Alembic and a first migration; in the hybrid Django owns the schema",
        disputed_range="Two frameworks share one schema: no article says which one owns it (here: Django)",
    ),
    Row(
        "admin",
        "Admin panel",
        Cell("None; SQLAdmin or another library", ("002", "003")),
        Cell("Built in, saves weeks", ALL),
        Cell("Django's, next to FastAPI's endpoints", ("001", "002", "003")),
        "An admin for accounts and products; in fastapi only with the feature admin_panel",
    ),
    Row(
        "auth",
        "Authentication",
        Cell("Custom code or a library", ("002", "003")),
        Cell("Users, sessions and permissions built in", ALL),
        Cell("Not stated in the articles; here both share one table of users", ()),
        "E-mail and password with rotating refresh tokens and the same password hashes in every stack",
        disputed=(
            Cell("JWT and OAuth2 scopes are built in", ("002",)),
            Cell("needs fastapi-users", ("003",)),
        ),
        disputed_range="FastAPI's authentication: built in, or only with a library",
    ),
    Row(
        "websockets",
        "WebSockets",
        Cell("Native", ("002", "003", "004")),
        Cell("Partial, with Channels", ("000", "002", "003", "004")),
        Cell("Native, in the FastAPI part", ("002", "003")),
        "With `live`, the same in every stack: WebSockets and server-sent events, without Channels",
    ),
    Row(
        "jobs",
        "Background jobs",
        Cell("Not stated in the articles", ()),
        Cell("Celery, one of many third-party packages", ("000",)),
        Cell("Not stated in the articles; here one worker for both sides", ()),
        "With `jobs`, the same in every stack: Celery, a table of jobs, a schedule",
    ),
    Row(
        "models",
        "Model serving",
        Cell("Well suited: async, lightweight, typed requests", ("002", "003", "004")),
        Cell("Not stated in the articles", ()),
        Cell("Not stated in the articles; here FastAPI serves them", ()),
        "With `ml`, the same in every stack: ONNX models in a bounded pool, and text completions as a stream",
    ),
    Row(
        "di",
        "Dependency injection",
        Cell("Built in, good for tests", ("000", "002")),
        Cell("None built in", ("002",)),
        Cell("FastAPI's, in the API", ("002",)),
        "Tests of every stack use plain HTTP, which needs no injection",
    ),
    Row(
        "learning_curve",
        "Learning curve",
        Cell("Gentle with knowledge of typed Python", ("000", "002", "004")),
        Cell("More to learn at first, productive later", ("000", "002", "004")),
        Cell("Not stated in the articles; the team must know both", ()),
        "The same layout, commands and README in every stack",
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
        Cell("Younger, smaller, growing quickly", ("000", "002")),
        Cell("Mature, a package for nearly everything", ("000", "001", "002")),
        Cell("Both, side by side", ("000",)),
        "Nothing: each framework has its own packages",
    ),
    Row(
        "memory",
        "Memory",
        Cell("About 80 MB", ("004",)),
        Cell("About 120 MB, with DRF", ("004",)),
        Cell("Not stated in the articles; two processes, so add both", ()),
        "Nothing: measure your own project",
    ),
    Row(
        "best_for",
        "Best for",
        Cell("APIs, microservices, ML models, real time", ALL),
        Cell("Complete sites, admin, content, an MVP with accounts", ALL),
        Cell("An admin next to a fast API; a bot with an admin", ("001", "002", "003")),
        "All three have the same HTTP contract, so a client does not depend on the stack",
    ),
)
