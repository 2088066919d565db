"""Several replicas migrate the same empty database concurrently, and none fails."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from projects import run, succeed

pytestmark = pytest.mark.matrix

REPLICAS = 8
ROUNDS = 10


def commands(shop: Path) -> tuple[list[str], list[str]]:
    """Return the image's migrate command, and the command that checks the database against the migrations."""
    tools = shop / ".venv" / "bin"
    if (shop / "manage.py").exists():
        migrate = [str(tools / "python"), "manage.py", "migrate"]
        return migrate, [*migrate, "--check"]
    alembic = str(tools / "alembic")
    return [alembic, "upgrade", "head"], [alembic, "check"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_eight_concurrent_migrations_all_succeed(
    shop: Path, kind: str, new_database: Callable[[str], str], tmp_path: Path
) -> None:
    migrate, check = commands(shop)
    for _ in range(ROUNDS):
        for file in tmp_path.glob("db.sqlite3*"):
            file.unlink()
        address = {"DATABASE_URL": new_database(kind)}
        with ThreadPoolExecutor(REPLICAS) as pool:
            ended = [pool.submit(run, shop, *migrate, env=address) for _ in range(REPLICAS)]
        failed = [end.result().stdout for end in ended if end.result().returncode]
        assert failed == []
        succeed(shop, *check, env=address)
