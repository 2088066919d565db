"""Caddy and systemd accept the deployment files of a project, and the files work."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pairs import FACTORS
from projects import Answers, Server, background, free_port, run, succeed, wait_until_listening
from proxy import CADDY, proxied
from waiting import http_get

STACKS = pytest.mark.parametrize("stack", FACTORS["stack"])
DATABASES = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


@STACKS
def test_caddy_accepts_the_caddyfile_and_its_format(stack: str, render: Callable[[Answers], Path]) -> None:
    folder = render({"stack": stack}) / "deploy"
    succeed(folder, CADDY, "validate", "--adapter", "caddyfile", "--config", "Caddyfile")
    formatted = run(folder, CADDY, "fmt", "Caddyfile")
    assert formatted.stdout == (folder / "Caddyfile").read_text(encoding="utf-8")


@pytest.mark.matrix
def test_the_service_responds_through_its_proxy(
    installed: Callable[[Answers], Path], serve: Callable[..., Server], tmp_path: Path
) -> None:
    project = installed({})
    server = serve(project, {"TRUSTED_PROXIES": "127.0.0.1"})
    with proxied(server.url, project / "deploy" / "Caddyfile", tmp_path) as address:
        response = http_get(f"{address}/health/ready", headers={"X-Request-ID": "sent-through-the-proxy"})
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert response.headers["X-Request-ID"] == "sent-through-the-proxy"
        docs = http_get(f"{address}/api/openapi.json", headers={"Accept-Encoding": "gzip"})
        assert docs.headers["Content-Encoding"] == "gzip"


@DATABASES
@STACKS
def test_systemd_accepts_the_units(
    stack: str, database: str, render: Callable[[Answers], Path], tmp_path: Path
) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    units = sorted((render({"stack": stack, "database": database}) / "deploy").glob("*.service"))
    assert len(units) == (2 if stack == "hybrid" else 1)
    for unit in units:
        # `verify` checks that the programs exist, and they are not on this machine.
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
def test_the_commands_of_the_units_serve_the_project(
    stack: str, installed: Callable[[Answers], Path], tmp_path: Path
) -> None:
    project = installed({"stack": stack})
    settings = (project / ".env").read_text(encoding="utf-8")
    # As copied from .env.example; the units set ENVIRONMENT=production.
    variables = dict(re.findall(r"^([A-Z_]+)=(.+)$", settings, flags=re.MULTILINE))
    variables["DATABASE_URL"] = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    (project / ".env").unlink()  # a production machine has none
    for unit, path in (("backend", "/health/ready"), ("admin", "/admin/login/")):
        file = project / "deploy" / f"{unit}.service"
        if file.exists():
            with started(file, project, variables, tmp_path / f"{unit}.log") as address:
                assert http_get(address + path).status_code == httpx.codes.OK


@contextmanager
def started(unit: Path, project: Path, variables: Mapping[str, str], log: Path) -> Iterator[str]:
    """Run the commands of a unit as systemd does, on another port; return the URL."""
    port = str(free_port())
    text = unit.read_text(encoding="utf-8").replace("/srv/shop", str(project))
    commands = re.findall(r"^Exec\w+=\+?(.+)$", re.sub(r"PORT=\d+", f"PORT={port}", text), flags=re.MULTILINE)
    env = {**variables, "PORT": port}
    for command in commands[:-1]:
        succeed(project, *command.split(), env=env)
    address = f"http://127.0.0.1:{port}"
    with background(commands[-1].split(), log, cwd=project, env=env) as process:
        wait_until_listening(address, process, log)
        yield address
