"""The start of the server: it loads the models first, and nothing else does."""

import os
import select
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from backend.settings import ROOT, Settings
from tests.support.command import COMMAND, environment, serving

READY = b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"
# Makes the application as the server does, without a start.
UNUSED = """
import sys
from importlib import import_module
from backend.platform.serve import APPLICATION
module, name = APPLICATION.split(":")
getattr(import_module(module), name)()
sys.exit("onnxruntime" in sys.modules)
"""


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    """Return the model in a copy of the folder of models."""
    folder = shutil.copytree(ROOT / "backend" / "ml" / "models", tmp_path / "models")
    return Path(folder, "iris", "1", "model.onnx")


def test_the_server_does_not_start_with_a_broken_model(
    settings: Settings, model_file: Path
) -> None:
    model_file.write_bytes(model_file.read_bytes()[:100])
    ended = subprocess.run(  # noqa: S603
        COMMAND,
        cwd=ROOT,
        env=environment(settings, MODELS_FOLDER=str(model_file.parents[2])),
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert f"{model_file}: its sha256 is not the one in model.toml" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 3


def test_the_server_is_not_ready_before_its_models_are_loaded(
    settings: Settings, model_file: Path
) -> None:
    content = model_file.read_bytes()
    model_file.unlink()
    os.mkfifo(model_file)  # a reader waits for what the test writes
    with (
        serving(settings, MODELS_FOLDER=str(model_file.parents[2])) as (_, port),
        model_file.open("wb") as model,  # waits until the server reads
        socket.create_connection(("127.0.0.1", port), timeout=60) as client,
    ):
        client.sendall(READY)
        assert select.select([client], [], [], 0) == ([], [], [])
        model.write(content)
        model.close()
        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_only_a_server_loads_models(settings: Settings) -> None:
    command = [sys.executable, "-c", UNUSED]
    env = environment(settings)
    subprocess.run(command, cwd=ROOT, env=env, check=True, timeout=60)  # noqa: S603
