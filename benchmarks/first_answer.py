"""Measure the time from `pystack-init new` to the first answered request: a warm cache, no network.

    uv run benchmarks/first_answer.py [--rounds 5] [--against CHECKOUT] [--no-bytecode]

Every round creates a project of each stack, starts `just dev`, waits for a list of products, and starts it
a second time. `--against` does the same with the command of another checkout, in alternating order; compare
the ratios, which are computed for each round. `--no-bytecode` sets PYTHONDONTWRITEBYTECODE, as images do.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from candidates import SERVES, free_port, is_ready

MAX_SECONDS = 120
STEPS = ("new", "first dev", "total", "second dev")
REPOSITORY = Path(__file__).parents[1]


def seconds_of_dev(project: Path, env: Mapping[str, str]) -> float:
    """Start `just dev`; return the seconds until a request is answered, and stop it."""
    port, admin = free_port(), free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        ["uv", "run", "just", "dev"],
        cwd=project,
        env={**env, "PORT": str(port), "ADMIN_PORT": str(admin)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not is_ready(f"http://127.0.0.1:{port}/api/v1/products"):
            if process.poll() is not None or time.perf_counter() - started > MAX_SECONDS:
                sys.exit(f"error: `just dev` did not answer in {project}")
            time.sleep(0.02)
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def measure(checkout: Path, stack: str, env: Mapping[str, str]) -> dict[str, float]:
    """Create a project and start it twice; return the seconds of each step."""
    command = checkout / ".venv" / "bin" / "pystack-init"
    with tempfile.TemporaryDirectory(prefix="pystack-bench-") as name:
        started = time.perf_counter()
        subprocess.run(
            [command, "new", "shop", "--defaults", "--stack", stack],
            cwd=name,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        new = time.perf_counter() - started
        first = seconds_of_dev(Path(name) / "shop", env)
        second = seconds_of_dev(Path(name) / "shop", env)
    return dict(zip(STEPS, (new, first, new + first, second), strict=True))


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--against", type=Path, help="another checkout with its own .venv")
    parser.add_argument("--no-bytecode", action="store_true", help="set PYTHONDONTWRITEBYTECODE")
    given = parser.parse_args()
    unset = {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"}
    # With a network, most of the time of `new` is the package index's, which differs from run to run.
    env = {name: value for name, value in os.environ.items() if name not in unset} | {"UV_OFFLINE": "1"}
    if given.no_bytecode:
        env["PYTHONDONTWRITEBYTECODE"] = "1"
    checkouts = [REPOSITORY] if given.against is None else [REPOSITORY, given.against.resolve()]
    print("| stack | step | seconds | " + ("before | ratio, range |" if given.against else ""))
    print("| --- | --- | --- | " + ("--- | --- |" if given.against else ""))
    for stack in SERVES:
        seen: dict[Path, list[dict[str, float]]] = {checkout: [] for checkout in checkouts}
        for checkout in checkouts:
            measure(checkout, stack, env)  # warm the cache
        for number in range(given.rounds):
            for checkout in checkouts[:: -1 if number % 2 else 1]:
                seen[checkout].append(measure(checkout, stack, env))
        for step in STEPS:
            now, *before = [[each[step] for each in seen[checkout]] for checkout in checkouts]
            cells = [stack, step, f"{median(now):.1f}"]
            if before:
                ratios = sorted(one / other for one, other in zip(now, before[0], strict=True))
                cells += [
                    f"{median(before[0]):.1f}",
                    f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
                ]
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
