"""All three stacks share sessions on one database: sign-in and sign-out on one stack apply to all."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from pairs import FACTORS
from projects import ProjectCache, serving, succeed
from stress.databases import query
from waiting import http_get, http_post

pytestmark = pytest.mark.matrix

STACKS = [str(stack) for stack in FACTORS["stack"]]
SECRET = "a secret that is known to this test alone, and 32 bytes"  # noqa: S105
OLD, NEW = "tangerine lamp 42", "cantaloupe desk 7"
REFUSED = dict.fromkeys(STACKS, 401)
COLUMNS = """
select table_name, column_name, udt_name, character_maximum_length, numeric_precision, numeric_scale,
  is_nullable, replace(column_default, 'statement_timestamp()', 'now()')
from information_schema.columns
where table_schema = 'public' and table_name in ('accounts_user', 'accounts_refreshtoken', 'catalog_product')
order by table_name, column_name
"""

Urls = Mapping[str, str]


@pytest.fixture(scope="module")
def projects(project_cache: ProjectCache) -> Iterator[dict[str, Path]]:
    """Install one project of each stack, all with one name, because tokens name their audience."""
    with ExitStack() as folders:
        made = {}
        for stack in STACKS:
            # Not in pytest's folder: under root a project's PostgreSQL runs as another user.
            folder = folders.enter_context(tempfile.TemporaryDirectory(prefix="pystack-"))
            made[stack] = project_cache.installed({"stack": stack, "database": "postgresql"}, Path(folder))
        yield made


@pytest.fixture(scope="module")
def address(projects: Mapping[str, Path], postgresql: Callable[[], str]) -> str:
    """Return the URL of a database that Django has migrated."""
    address = postgresql()
    succeed(projects["django_drf"], "uv", "run", "just", "migrate", env={"DATABASE_URL": address})
    return address


@pytest.fixture(scope="module")
def urls(
    projects: Mapping[str, Path], address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Urls]:
    """Serve all three projects on that database."""
    env = {"DATABASE_URL": address, "TOKEN_SECRET": SECRET, "ENVIRONMENT": "production"}
    logs = tmp_path_factory.mktemp("logs")
    with ExitStack() as servers:
        yield {
            stack: servers.enter_context(serving(project, env, logs / f"{stack}.log")).url
            for stack, project in projects.items()
        }


def test_alembic_and_django_create_the_same_tables(
    projects: Mapping[str, Path], address: str, postgresql: Callable[[], str]
) -> None:
    other = postgresql()
    succeed(projects["fastapi"], "uv", "run", "just", "migrate", env={"DATABASE_URL": other})
    columns = query(address, COLUMNS)
    assert "catalog_product|price|numeric||10|2|NO|" in columns
    assert query(other, COLUMNS) == columns


@pytest.mark.parametrize("stack", STACKS)
def test_a_user_registered_on_one_stack_can_sign_in_on_every_stack(urls: Urls, stack: str) -> None:
    email = register(urls[stack])
    tokens = {stack: sign_in(url, email) for stack, url in urls.items()}
    users = [me(url, pair).json() for url in urls.values() for pair in tokens.values()]
    assert users[0]["email"] == email
    assert users == [users[0]] * len(STACKS) ** 2


@pytest.mark.parametrize("stacks", list(permutations(STACKS)), ids="-".join)
def test_reusing_a_refresh_token_ends_the_session_on_every_stack(urls: Urls, stacks: tuple[str, ...]) -> None:
    issuer, other, third = (urls[stack] for stack in stacks)
    pair = sign_in(issuer, register(issuer))
    rotated = refresh(other, pair)
    assert rotated.status_code == 200
    assert me(third, rotated.json()).status_code == 200
    assert refresh(third, pair).status_code == 401
    assert {stack: refresh(url, rotated.json()).status_code for stack, url in urls.items()} == REFUSED


@pytest.mark.parametrize("stack", STACKS)
def test_changing_the_password_on_one_stack_signs_out_on_every_stack(urls: Urls, stack: str) -> None:
    email = register(urls[stack])
    tokens = {stack: sign_in(url, email) for stack, url in urls.items()}
    body = {"current_password": OLD, "new_password": NEW}
    changed = http_post(f"{urls[stack]}/api/v1/users/me/password", json=body, headers=bearer(tokens[stack]))
    assert changed.status_code == 204
    for url in urls.values():
        assert {stack: me(url, pair).status_code for stack, pair in tokens.items()} == REFUSED
        assert {stack: refresh(url, pair).status_code for stack, pair in tokens.items()} == REFUSED
        assert me(url, sign_in(url, email, NEW)).status_code == 200


def register(url: str) -> str:
    """Register a user and return the e-mail address."""
    email = f"{uuid4()}@example.com"
    body = {"email": email, "password": OLD}
    assert http_post(f"{url}/api/v1/auth/register", json=body).status_code == 201
    return email


def sign_in(url: str, email: str, password: str = OLD) -> dict[str, Any]:
    """Sign in and return the access and refresh token."""
    response = http_post(f"{url}/api/v1/auth/token", data={"username": email, "password": password})
    pair: dict[str, Any] = response.raise_for_status().json()
    return pair


def refresh(url: str, pair: Mapping[str, Any]) -> httpx.Response:
    """Use the refresh token."""
    return http_post(f"{url}/api/v1/auth/refresh", json={"refresh_token": pair["refresh_token"]})


def me(url: str, pair: Mapping[str, Any]) -> httpx.Response:
    """Request the current user."""
    return http_get(f"{url}/api/v1/users/me", headers=bearer(pair))


def bearer(pair: Mapping[str, Any]) -> dict[str, str]:
    """Build the Authorization header."""
    return {"Authorization": f"Bearer {pair['access_token']}"}
