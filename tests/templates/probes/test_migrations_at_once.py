"""Several replicas migrate the same empty database at the same time, and none fails."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from projects import run

pytestmark = pytest.mark.matrix

REPLICAS = 8
ROUNDS = 10


def agreement(shop: Path) -> list[str]:
    """Give the command that compares the database with what the migrations should have made of it."""
    is_django = (shop / "manage.py").exists()
    return ["python", "manage.py", "migrate", "--check"] if is_django else ["alembic", "check"]


def test_eight_migrations_at_once_all_succeed(shop: Path, new_database: Callable[[str], str]) -> None:
    for _ in range(ROUNDS):
        address = {"DATABASE_URL": new_database("postgresql")}
        with ThreadPoolExecutor(REPLICAS) as pool:
            ended = [
                pool.submit(run, shop, "uv", "run", "just", "migrate", env=address) for _ in range(REPLICAS)
            ]
        failed = [end.result().stdout for end in ended if end.result().returncode]
        assert failed == []
        check = run(shop, "uv", "run", *agreement(shop), env=address)
        assert check.returncode == 0, check.stdout
