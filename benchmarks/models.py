"""Measure predictions of all three stacks beside onnxruntime in a loop, with the same model.

    uv run benchmarks/models.py [--rounds 9] [--seconds 1] [--json FILE]

Each server has one worker, and eight clients of another process. A request has 1 or 64 instances. Every
round measures all in turn, in alternating order. A figure is the median of the rounds. Compare the ratios of
the CPU time of one request and one run of the loop, which are computed for each round. The rest is HTTP,
JSON, the validation of each value, and the threads that keep a slow model from stopping other requests.
"""

import json
import secrets
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from api import encode_request, measure
from candidates import SERVES, Candidate, make, migrate, python_of, serving
from figures import arguments, keep

LOOP = "onnxruntime in a loop"
ANSWERS = ("ml=yes", "auth=none", "example=no")
CLIENTS = 8  # as many as may run and wait
INSTANCE = {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}
PATH = "/api/v1/models/iris/predictions"
# Arguments: the number of instances, and the seconds. It runs in the environment of a project.
BARE = """
import json, statistics, sys, time
import numpy, onnxruntime
instances, seconds = int(sys.argv[1]), float(sys.argv[2])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession("backend/ml/models/iris/1/model.onnx", options)
name, rows, times = session.get_inputs()[0].name, [[5.1, 3.5, 1.4, 0.2]] * instances, []
cpu, end = time.process_time(), time.perf_counter() + seconds
while (started := time.perf_counter()) < end:
    session.run(None, {name: numpy.asarray(rows, dtype=numpy.float32)})
    times.append(time.perf_counter() - started)
cpu, quantiles = time.process_time() - cpu, statistics.quantiles(times, n=100)
print(json.dumps({
    "requests_per_second": len(times) / seconds, "cpu_us": cpu * 1e6 / len(times),
    "p50_ms": quantiles[49] * 1000, "p99_ms": quantiles[98] * 1000,
}))
"""

Rounds = dict[str, list[dict[str, float]]]


def loop(project: Path, instances: int, seconds: float) -> dict[str, float]:
    """Run the model without a server."""
    command = [project / ".venv" / "bin" / "python", "-c", BARE, str(instances), str(seconds)]
    ended = subprocess.run(command, cwd=project, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(ended.stdout)
    return figures


def workload(instances: int) -> dict[str, Any]:
    """Return the request."""
    body = json.dumps({"instances": [INSTANCE] * instances})
    return {"requests": [encode_request("POST", PATH, "", body)], "status": 200, "clients": CLIENTS}


def compare(project: Path, servers: list[Candidate], instances: int, rounds: int, seconds: float) -> Rounds:
    """Measure the loop and all servers in turn, round after round."""
    work = workload(instances)
    for server in servers:
        measure(server, work, 1)  # warm up
    seen: Rounds = {name: [] for name in (LOOP, *(server.name for server in servers))}
    for number in range(rounds):
        seen[LOOP].append(loop(project, instances, seconds))
        for server in servers[:: -1 if number % 2 else 1]:
            seen[server.name].append(measure(server, work, seconds))
    return seen


def summarize(seen: Rounds, instances: int) -> dict[str, dict[str, float]]:
    """Return the medians, the predictions in a second, and the CPU time as a multiple of the loop's."""
    figures = {}
    for name, taken in seen.items():
        ratios = sorted(one["cpu_us"] / bare["cpu_us"] for one, bare in zip(taken, seen[LOOP], strict=True))
        figures[name] = {key: round(median(one[key] for one in taken), 3) for key in taken[0]} | {
            "predictions_per_second": round(median(one["requests_per_second"] for one in taken) * instances),
            "times_loop": round(median(ratios), 1),
            "lowest": round(ratios[0], 1),
            "highest": round(ratios[-1], 1),
        }
    return figures


def table(figures: Mapping[int, Mapping[str, Mapping[str, float]]]) -> str:
    """Format the figures as a table in Markdown."""
    lines = [
        "| instances | | predictions/s | p50 ms | p99 ms | CPU µs a request | times the loop |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {instances} | {name} | {one['predictions_per_second']:,} | {one['p50_ms']:.2f} "
        f"| {one['p99_ms']:.2f} | {one['cpu_us']:.0f} "
        f"| {one['times_loop']} ({one['lowest']} to {one['highest']}) |"
        for instances, row in figures.items()
        for name, one in row.items()
    ]
    return "\n".join(lines)


def main() -> None:
    """Run the comparison."""
    parser = arguments(__doc__, 9)
    parser.add_argument("--seconds", type=float, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="models-") as name, ExitStack() as running:
        work = Path(name)
        env = {
            "DATABASE_URL": f"sqlite:///{work}/db.sqlite3",
            "ENVIRONMENT": "production",
            "SECRET_KEY": secrets.token_hex(32),
            "WORKERS": "1",
        }
        servers = []
        for stack, command in SERVES.items():
            project = make(stack, work, env, *ANSWERS)
            migrate(project, env)
            serve = [python_of(project), "-m", *command]
            servers.append(running.enter_context(serving(stack, serve, project, env)))
        figures = {
            instances: summarize(
                compare(project, servers, instances, options.rounds, options.seconds), instances
            )
            for instances in (1, 64)
        }
    print(table(figures))
    keep(figures, options.json)


if __name__ == "__main__":
    main()
