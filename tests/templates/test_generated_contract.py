"""A generated resource is held to what the catalog is held to: Schemathesis, and hostile values."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from projects import Answers, Server, succeed
from pystack_init.resources.types import TYPES
from stress.load import register_and_sign_in
from waiting import http_client

pytestmark = pytest.mark.matrix

GIFTS, CARDS = "/api/v1/gifts", "/api/v1/cards"
ARGUMENTS = {"decimal": ":12.3", "enum": ":new,old"}
# FastAPI documents a limit as a float, which cannot hold the greatest number of 64 bits.
LIMITS = {"bigint": ":min=-4503599627370496:max=4503599627370496"}
FILTERED = ("string", "int", "bigint", "money", "date", "datetime", "bool")
# One field of each type, as a client may leave it out or not, and every kind of filter.
FIELDS = (
    *(
        f"{kind}_a:{kind}{ARGUMENTS.get(kind, '')}{LIMITS.get(kind, '')}:optional"
        for kind in TYPES
        if kind not in {"ref", "json"}
    ),
    *(f"{kind}_b:{kind}{LIMITS.get(kind, '')}:filter" for kind in FILTERED),
    *("code:string:12:unique:search:sort", "pin:string:8:secret:optional", "ratio:decimal:6.4:filter:sort"),
)
CARD = (
    *("gift:ref:gifts.Gift:filter:optional:null", "product:ref:catalog.Product:optional:null"),
    *("text:text:search", "extra:json:optional"),
)
# A reference to an unknown row is a valid value of its type, and 422; so is NUL inside of a JSON object.
CONFIGURATION = f"""
[[operations]]
include-path-regex = "^{CARDS}"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409", "422", "5xx"]
"""
JSON = {"Content-Type": "application/json"}
HOSTILE = (
    *(r'"a\u0000b"', r'"\ud800"', r'"\udfff\ud800"', "NaN", "-Infinity", "1e400", "-1e-400", "9" * 400),
    *('"' + "x" * 20_000 + '"', "[" * 50 + "]" * 50, "[" * 10_000 + "]" * 10_000, "null", "true", "-0.0"),
    *(
        r'{"a\u0000": 1}',
        '{"a": 1e400}',
        '"1_0"',
        '"٣"',
        '" 1 "',
        '"9999-12-31T23:59:59-23:59"',
        '"0000-00-00"',
    ),
    *(str(2**63), str(-(2**63) - 1), "1.5", '"0001-01-01T00:00:00+23:59"', '"2026-02-29"', '"24:00"', "{}"),
)
QUERIES = (
    *("search=%00", "search=%ED%A0%80", "search=%FF%FE", "search=" + "a" * 9000, "search=%25%5C%5F"),
    *("page=1&page=2", "page[]=1&size[x]=2", "sort=code&sort=ratio", "&&&=&", "%00=%00", "size=%EF%BC%91"),
    *(f"min_{name}_b={value}" for name in ("int", "money", "date") for value in ("NaN", "1e9", "", "9" * 40)),
    *("min_ratio=0.00001", "max_bigint_b=9223372036854775808", "bool_b=2", "string_b=%00", "datetime_b=x"),
)


@pytest.fixture(params=["fastapi", "django_drf", "hybrid"])
def stack(request: pytest.FixtureRequest) -> str:
    """Return the name of each stack in turn."""
    return str(request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(
    stack: str,
    request: pytest.FixtureRequest,
    installed: Callable[[Answers], Path],
    new_database: Callable[[str], str],
) -> tuple[Path, str]:
    """Create a project with two resources, one of which refers to the other, on an empty database."""
    project = installed({"stack": stack})
    database = new_database(request.param)
    generate = (sys.executable, "-m", "pystack_init", "generate", "resource")
    for name, fields in (("gift", FIELDS), ("card", CARD)):
        succeed(project, *generate, name, *fields, "--public", "read", env={"DATABASE_URL": database})
    succeed(project, "uv", "run", "just", "migrate", env={"DATABASE_URL": database})
    return project, database


def new_gift(code: str) -> dict[str, object]:
    """Return a valid body with every field that is required."""
    return {
        "string_b": "a",
        "int_b": 1,
        "bigint_b": 2,
        "money_b": "1.50",
        "date_b": "2026-01-31",
        "datetime_b": "2026-01-31T00:00:00Z",
        "bool_b": True,
        "code": code,
        "ratio": "0.2500",
    }


def hostile_bodies(client: httpx.Client) -> None:
    """Send each hostile value in each field: the response is a problem, or the row."""
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    for path, name, valid in ((GIFTS, "Gift", new_gift("first")), (CARDS, "Card", {"text": "Hello"})):
        row = f"{path}/{client.post(path, json=valid).raise_for_status().json()['id']}"
        fields = next(one for key, one in schemas.items() if key in {f"New{name}", f"{name}Request"})
        for field in fields["properties"]:
            for value in HOSTILE:
                for method, url in (("POST", path), ("PATCH", row)):
                    body = f'{{"{field}": {value}}}'
                    found = client.request(method, url, content=body, headers=JSON)
                    assert found.status_code in {200, 201, 400, 409, 422}, (
                        f"{method} {body[:80]}: {found.text}"
                    )
        assert client.get(row).status_code == 200


def hostile_queries(client: httpx.Client) -> None:
    """Send hostile queries: each is a list or a problem."""
    for query in QUERIES:
        assert client.get(f"{GIFTS}?{query}").status_code in {200, 422}, query


def concurrent_writes(client: httpx.Client) -> None:
    """Create one row with a unique value, change it and delete it, ten times at once each."""
    with ThreadPoolExecutor(10) as pool:
        made = list(pool.map(lambda _: client.post(GIFTS, json=new_gift("same")), range(10)))
        assert sorted(one.status_code for one in made) == [201] + [409] * 9
        path = next(f"{GIFTS}/{one.json()['id']}" for one in made if one.status_code == 201)
        changed = pool.map(lambda number: client.patch(path, json={"int_b": number}).status_code, range(10))
        assert list(changed) == [200] * 10
        assert sorted(pool.map(lambda _: client.delete(path).status_code, range(10))) == [204] + [404] * 9


def test_a_resource_withstands_hostile_values_and_schemathesis(
    shop: tuple[Path, str], serve: Callable[..., Server], tmp_path: Path
) -> None:
    project, database = shop
    url = serve(project, {"DATABASE_URL": database}).url
    token = register_and_sign_in(url)
    with http_client(base_url=url, headers={"Authorization": f"Bearer {token}"}) as client:
        hostile_bodies(client)
        hostile_queries(client)
        concurrent_writes(client)
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    succeed(
        project,
        *("uv", "run", "schemathesis", "--config-file", str(configuration), "run", f"{url}/api/openapi.json"),
        *("--header", f"Authorization: Bearer {token}", "--include-path-regex", f"^({GIFTS}|{CARDS})"),
        *("--checks", "all", "--max-examples", "50", "--seed", "1", "--continue-on-failure"),
        timeout=900,
    )
