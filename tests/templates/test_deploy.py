"""What a project ships for its production machine is taken by the programs that it is for, and works."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pairs import FACTORS
from projects import Answers, Server, end_group, free_port, run, succeed, surroundings

CADDY = str(Path(sys.executable).parent / "caddy")
STACKS = pytest.mark.parametrize("stack", FACTORS["stack"])
DATABASES = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


@contextmanager
def proxied(server: Server, config: Path, home: Path) -> Iterator[str]:
    """Put the project's own Caddyfile in front of its server, over plain HTTP; gives the address."""
    address = f"http://127.0.0.1:{free_port()}"
    # Caddy's own settings port would be taken on a machine that runs another one.
    places: Mapping[str, str] = {"SITE_ADDRESS": address, "PORT": server.url.rpartition(":")[2]}
    apart = {"CADDY_ADMIN": f"127.0.0.1:{free_port()}", "HOME": str(home), "XDG_DATA_HOME": str(home)}
    with (home / "caddy.log").open("wb") as log:
        process = subprocess.Popen(
            [CADDY, "run", "--config", str(config)],
            env=surroundings({**places, **apart}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(address, process, home / "caddy.log")
        yield address
    finally:
        end_group(process)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until somebody listens at `address`."""
    for _ in range(200):
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(log.read_text())


@STACKS
def test_caddy_takes_the_caddyfile_as_it_is_formatted(stack: str, render: Callable[[Answers], Path]) -> None:
    folder = render({"stack": stack}) / "deploy"
    succeed(folder, CADDY, "validate", "--adapter", "caddyfile", "--config", "Caddyfile")
    formatted = run(folder, CADDY, "fmt", "Caddyfile")
    assert formatted.stdout == (folder / "Caddyfile").read_text(encoding="utf-8")


@pytest.mark.matrix
def test_the_service_answers_through_its_proxy(
    installed: Callable[[Answers], Path], serve: Callable[..., Server], tmp_path: Path
) -> None:
    project = installed({})
    server = serve(project, {"TRUSTED_PROXIES": "127.0.0.1"})
    with proxied(server, project / "deploy" / "Caddyfile", tmp_path) as address:
        answer = httpx.get(f"{address}/health/ready", headers={"X-Request-ID": "asked-through-the-proxy"})
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert answer.headers["X-Request-ID"] == "asked-through-the-proxy"
        docs = httpx.get(f"{address}/api/openapi.json", headers={"Accept-Encoding": "gzip"})
        assert docs.headers["Content-Encoding"] == "gzip"


@DATABASES
@STACKS
def test_systemd_takes_the_units(
    stack: str, database: str, render: Callable[[Answers], Path], tmp_path: Path
) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    units = sorted((render({"stack": stack, "database": database}) / "deploy").glob("*.service"))
    assert len(units) == (2 if stack == "hybrid" else 1)
    for unit in units:
        # Its programs are not on this machine, and `verify` looks for them.
        text, programs = re.subn(r"/srv/shop/\.venv/bin/\w+", "/bin/true", unit.read_text(encoding="utf-8"))
        assert programs >= 1
        assert re.search(r"^ExecStart=/usr/bin/env ENVIRONMENT=production ", text, flags=re.MULTILINE)
        assert "\nStartLimitIntervalSec=0\n" in text.partition("[Service]")[0]
        assert "\nRestartSec=2\n" in text
        name = "shop.service" if unit.stem == "backend" else "shop-admin.service"
        (tmp_path / name).write_text(text)
    assert succeed(tmp_path, "systemd-analyze", "verify", *map(str, sorted(tmp_path.glob("*.service")))) == ""


@pytest.mark.matrix
@STACKS
def test_what_the_units_run_serves(stack: str, installed: Callable[[Answers], Path], tmp_path: Path) -> None:
    project = installed({"stack": stack})
    settings = (project / ".env").read_text(encoding="utf-8")
    # As copied from .env.example: the units say that this is production.
    variables = dict(re.findall(r"^([A-Z_]+)=(.+)$", settings, flags=re.MULTILINE))
    variables["DATABASE_URL"] = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    (project / ".env").unlink()  # on that machine there is none
    for unit, path in (("backend", "/health/ready"), ("admin", "/admin/login/")):
        file = project / "deploy" / f"{unit}.service"
        if file.exists():
            with started(file, project, variables, tmp_path / f"{unit}.log") as address:
                assert httpx.get(address + path).status_code == httpx.codes.OK


@contextmanager
def started(unit: Path, project: Path, variables: Mapping[str, str], log: Path) -> Iterator[str]:
    """Run the commands of a unit as systemd would, on another port; gives the address."""
    port = str(free_port())
    text = unit.read_text(encoding="utf-8").replace("/srv/shop", str(project))
    commands = re.findall(r"^Exec\w+=\+?(.+)$", re.sub(r"PORT=\d+", f"PORT={port}", text), flags=re.MULTILINE)
    env = {**variables, "PORT": port}
    for command in commands[:-1]:
        succeed(project, *command.split(), env=env)
    with log.open("wb") as out:
        process = subprocess.Popen(
            commands[-1].split(),
            cwd=project,
            env=surroundings(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process, log)
        yield address
    finally:
        end_group(process)
