"""A test run of a project refuses a database that holds data, and changes nothing in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Answers, run, succeed

pytestmark = pytest.mark.matrix

STORE = """
import psycopg, sys
with psycopg.connect(sys.argv[1]) as server:
    server.execute("CREATE TABLE IF NOT EXISTS accounts_user (email text)")
    server.execute("INSERT INTO accounts_user VALUES ('ada@example.com')")
"""
COUNT = """
import psycopg, sys
with psycopg.connect(sys.argv[1]) as server:
    print(server.execute("SELECT count(*) FROM accounts_user").fetchone()[0])
"""


@pytest.mark.parametrize("stack", ["fastapi", "django_drf", "hybrid"])
def test_a_database_with_rows_is_refused(
    stack: str, installed: Callable[[Answers], Path], postgresql: Callable[[], str]
) -> None:
    project, url = installed({"stack": stack}), postgresql()
    succeed(project, "uv", "run", "python", "-c", STORE, url)
    ended = run(project, "uv", "run", "just", "test", env={"TEST_DATABASE_URL": url})
    assert ended.returncode != 0
    assert "TEST_DATABASE_URL: the database `shop_" in ended.stdout
    assert "passed" not in ended.stdout
    assert "Traceback" not in ended.stdout
    assert succeed(project, "uv", "run", "python", "-c", COUNT, url).strip() == "1"
