"""All three stacks on one database: whoever signed in at one is signed in at each, and out at each."""

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
from probes.machine import ask
from projects import Workshop, serving, succeed

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
def projects(workshop: Workshop) -> Iterator[dict[str, Path]]:
    """Install one project of each stack, all of one name: a token says for whom it is."""
    with ExitStack() as folders:
        made = {}
        for stack in STACKS:
            # Not pytest's own folder: under root a project's PostgreSQL runs as another user.
            folder = folders.enter_context(tempfile.TemporaryDirectory(prefix="pystack-"))
            made[stack] = workshop.installed({"stack": stack, "database": "postgresql"}, Path(folder))
        yield made


@pytest.fixture(scope="module")
def address(projects: Mapping[str, Path], postgresql: Callable[[], str]) -> str:
    """Give a database that Django has migrated."""
    address = postgresql()
    succeed(projects["django_drf"], "uv", "run", "just", "migrate", env={"DATABASE_URL": address})
    return address


@pytest.fixture(scope="module")
def urls(
    projects: Mapping[str, Path], address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Urls]:
    """Serve all of them on it."""
    env = {"DATABASE_URL": address, "TOKEN_SECRET": SECRET, "ENVIRONMENT": "production"}
    logs = tmp_path_factory.mktemp("logs")
    with ExitStack() as servers:
        yield {
            stack: servers.enter_context(serving(project, env, logs / f"{stack}.log")).url
            for stack, project in projects.items()
        }


def test_alembic_makes_the_tables_that_django_makes(
    projects: Mapping[str, Path], address: str, postgresql: Callable[[], str]
) -> None:
    other = postgresql()
    succeed(projects["fastapi"], "uv", "run", "just", "migrate", env={"DATABASE_URL": other})
    columns = ask(address, COLUMNS)
    assert "catalog_product|price|numeric||10|2|NO|" in columns
    assert ask(other, COLUMNS) == columns


@pytest.mark.parametrize("home", STACKS)
def test_who_registers_at_one_is_signed_in_at_each(urls: Urls, home: str) -> None:
    email = register(urls[home])
    tokens = {stack: sign_in(url, email) for stack, url in urls.items()}
    users = [me(url, pair).json() for url in urls.values() for pair in tokens.values()]
    assert users[0]["email"] == email
    assert users == [users[0]] * len(STACKS) ** 2


@pytest.mark.parametrize("stacks", list(permutations(STACKS)), ids="-".join)
def test_a_spent_token_ends_a_session_everywhere(urls: Urls, stacks: tuple[str, ...]) -> None:
    issuer, other, third = (urls[stack] for stack in stacks)
    pair = sign_in(issuer, register(issuer))
    rotated = refresh(other, pair)
    assert rotated.status_code == 200
    assert me(third, rotated.json()).status_code == 200
    assert refresh(third, pair).status_code == 401
    assert {stack: refresh(url, rotated.json()).status_code for stack, url in urls.items()} == REFUSED


@pytest.mark.parametrize("home", STACKS)
def test_a_password_changed_at_one_signs_out_at_each(urls: Urls, home: str) -> None:
    email = register(urls[home])
    tokens = {stack: sign_in(url, email) for stack, url in urls.items()}
    body = {"current_password": OLD, "new_password": NEW}
    changed = httpx.post(f"{urls[home]}/api/v1/users/me/password", json=body, headers=bearer(tokens[home]))
    assert changed.status_code == 204
    for url in urls.values():
        assert {stack: me(url, pair).status_code for stack, pair in tokens.items()} == REFUSED
        assert {stack: refresh(url, pair).status_code for stack, pair in tokens.items()} == REFUSED
        assert me(url, sign_in(url, email, NEW)).status_code == 200


def register(url: str) -> str:
    """Make a user; gives the address."""
    email = f"{uuid4()}@example.com"
    body = {"email": email, "password": OLD}
    assert httpx.post(f"{url}/api/v1/auth/register", json=body).status_code == 201
    return email


def sign_in(url: str, email: str, password: str = OLD) -> dict[str, Any]:
    """Get a pair of tokens."""
    answer = httpx.post(f"{url}/api/v1/auth/token", data={"username": email, "password": password})
    pair: dict[str, Any] = answer.raise_for_status().json()
    return pair


def refresh(url: str, pair: Mapping[str, Any]) -> httpx.Response:
    """Exchange the refresh token of a pair."""
    return httpx.post(f"{url}/api/v1/auth/refresh", json={"refresh_token": pair["refresh_token"]})


def me(url: str, pair: Mapping[str, Any]) -> httpx.Response:
    """Ask who bears an access token."""
    return httpx.get(f"{url}/api/v1/users/me", headers=bearer(pair))


def bearer(pair: Mapping[str, Any]) -> dict[str, str]:
    """Show an access token."""
    return {"Authorization": f"Bearer {pair['access_token']}"}
