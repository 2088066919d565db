"""Every set of answers creates a project that passes its own checks and tests, and works."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import httpx
import pytest

from pairs import CODE, FACTORS, INSTALLED, ROWS, TESTED, each_feature_alone, pairs_of
from projects import DEFAULTS, Answers, ProjectCache, Server, run, succeed
from pystack_init.questions.project import PYTHON_VERSIONS, running_python
from waiting import http_client

# The tests of the default projects run on every other Python, and on the first of them on PostgreSQL.
OTHER_PYTHONS = [version for version in PYTHON_VERSIONS if version != running_python()]
TESTED_ON = [(version, "sqlite" if number else "postgresql") for number, version in enumerate(OTHER_PYTHONS)]

ADDRESS = "ada@example.com"
Cases = list[dict[str, str | bool]]

DJANGO = (
    "python manage.py",
    ("migrate", "migrate accounts zero", "migrate", "makemigrations --check --dry-run"),
)
ROUND_TRIPS = {
    "fastapi": ("alembic", ("upgrade head", "downgrade base", "upgrade head", "check")),
    # `accounts zero` also reverts what refers to users: the admin's log, and the products.
    "django_drf": DJANGO,
    "hybrid": DJANGO,
}


def named(answers: Answers) -> str:
    """Build a test id from a set of answers."""
    return "-".join(
        str(value) if isinstance(value, str) else f"{key}={value}" for key, value in answers.items()
    )


def each(rows: Cases) -> pytest.MarkDecorator:
    """Parametrize a test: the default project always, the other rows only with `-m matrix`."""
    others = [row for row in rows if any(DEFAULTS.get(key, "sqlite") != value for key, value in row.items())]
    return pytest.mark.parametrize(
        "answers",
        [
            pytest.param({}, id="defaults"),
            *(pytest.param(row, id=named(row), marks=pytest.mark.matrix) for row in others),
        ],
    )


def test_every_pair_of_answers_is_in_a_row() -> None:
    met = {pair for row in ROWS for pair in combinations(row.items(), 2)}
    assert met >= set(pairs_of(FACTORS))


def test_each_feature_is_alone_in_a_row_on_each_stack_that_allows_it() -> None:
    alone = {(row["stack"], key, value) for row in each_feature_alone() for key, value in row.items()}
    for stack in FACTORS["stack"]:
        assert {(stack, "auth", "jwt"), (stack, "example", True), (stack, "ci", "gitlab")} <= alone
        assert ((stack, "pages", True) in alone) == (stack != "fastapi")
    assert all(row in ROWS for row in each_feature_alone())


# In the everyday tests the default project's own `check` runs mypy.
STRICT = pytest.param("mypy --strict", marks=pytest.mark.matrix)


@pytest.mark.parametrize("check", ["ruff check", "ruff format --check", STRICT])
@each(ROWS)
def test_the_project_is_clean(answers: Answers, check: str, run_tool: Callable[[Answers, str], None]) -> None:
    run_tool(answers, check)


@each(TESTED)
def test_its_own_check_and_tests_pass(
    answers: Answers, installed: Callable[[Answers], Path], project_cache: ProjectCache
) -> None:
    answered = {key: value for key, value in answers.items() if key in CODE}
    project = installed(answered)
    succeed(project, "uv", "run", "just", "check", env=project_cache.mypy(answered))
    database = str(answers.get("tests on", "sqlite"))
    env = {"TEST_DATABASE": database}
    succeed(project, "uv", "run", "just", "test-all", env=env)
    added = project_cache.add_platform_tests(project, answered)
    succeed(project, "uv", "run", "ruff", "check", "tests")
    succeed(project, "uv", "run", "pytest", *added, env=env)


@pytest.mark.matrix
@pytest.mark.parametrize("stack", FACTORS["stack"])
@pytest.mark.parametrize(("version", "database"), TESTED_ON)
def test_its_own_tests_pass_on_python(
    version: str,
    database: str,
    stack: str,
    installed: Callable[[Answers], Path],
    project_cache: ProjectCache,
) -> None:
    answers = {"stack": stack, "python": PYTHON_VERSIONS[0]}
    project = installed(answers)
    project_cache.add_platform_tests(project, answers)
    found = run(project, "uv", "python", "find", "--no-project", "--no-python-downloads", version)
    env = {"TEST_DATABASE": database}
    if found.returncode and database == "sqlite":
        pytest.skip(f"there is no Python {version} on this machine")
    if found.returncode == 0:  # else the running Python, because no other test has the default on PostgreSQL
        env |= {"UV_PYTHON": found.stdout.strip(), "UV_PROJECT_ENVIRONMENT": str(project / ".venv-other")}
        assert f"Python {version}" in succeed(project, "uv", "run", "python", "--version", env=env)
    succeed(project, "uv", "run", "pytest", env=env)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.matrix)])
@each(INSTALLED)
def test_migrations_go_up_and_down_and_up_again(
    answers: Answers, database: str, installed: Callable[[Answers], Path], new_database: Callable[[str], str]
) -> None:
    project, address = installed(answers), {"DATABASE_URL": new_database(database)}
    tool, steps = ROUND_TRIPS[str({**DEFAULTS, **answers}["stack"])]
    for step in steps:
        succeed(project, "uv", "run", *tool.split(), *step.split(), env=address)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.matrix)])
@each(INSTALLED)
def test_the_served_project_responds(
    answers: Answers,
    database: str,
    installed: Callable[[Answers], Path],
    serve: Callable[..., Server],
    new_database: Callable[[str], str],
) -> None:
    project, address = installed(answers), {"DATABASE_URL": new_database(database)}
    succeed(project, "uv", "run", "just", "migrate", env=address)
    full = {**DEFAULTS, **answers}
    with http_client(base_url=serve(project, address).url) as client:
        assert client.get("/health/live").json() == {"status": "ok"}
        assert client.get("/api/openapi.json").json()["info"]["title"] == "shop"
        if full["auth"] == "jwt":
            client.headers["Authorization"] = f"Bearer {sign_up(client)}"
            assert client.get("/api/v1/users/me").json()["email"] == ADDRESS
        else:
            assert client.get("/api/v1/users/me").status_code == httpx.codes.NOT_FOUND
        if full["example"]:
            create_a_product(client)
        else:
            assert client.get("/api/v1/products").status_code == httpx.codes.NOT_FOUND


def sign_up(client: httpx.Client) -> str:
    """Register a user, sign in and return the access token."""
    password = "correct horse battery staple"  # noqa: S105 - of a user who exists for one test
    user = client.post("/api/v1/auth/register", json={"email": ADDRESS, "password": password})
    assert user.status_code == httpx.codes.CREATED, user.text
    tokens = client.post("/api/v1/auth/token", data={"username": ADDRESS, "password": password})
    assert tokens.status_code == httpx.codes.OK, tokens.text
    return str(tokens.json()["access_token"])


def create_a_product(client: httpx.Client) -> None:
    """Create a product and read it back, alone and in the list."""
    fields = {"name": "Teapot", "description": "", "price": "19.90", "status": "live"}
    created = client.post("/api/v1/products", json=fields)
    assert created.status_code == httpx.codes.CREATED, created.text
    assert fields.items() <= created.json().items()
    assert client.get(created.headers["Location"]).json() == created.json()
    assert client.get("/api/v1/products").json() == {
        "items": [created.json()],
        "total": 1,
        "page": 1,
        "size": 20,
        "pages": 1,
    }
