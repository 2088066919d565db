"""Find uv."""

import shutil
from pathlib import Path

from pystack_init.system.programs import shell


def find_uv() -> Path | None:
    """Find uv: on PATH, else the one that came as a dependency of this package."""
    on_path = shutil.which("uv")
    if on_path:
        return Path(on_path)
    import uv  # noqa: PLC0415 - only where it is needed

    try:
        return Path(uv.find_uv_bin())
    except FileNotFoundError:
        return None


def uv_is_on_path() -> bool:
    """Return whether `uv` is on PATH."""
    return shutil.which("uv") is not None


def how_to_get_uv() -> str:
    """Return the command that puts `uv` on PATH."""
    if shutil.which("pipx"):
        return "pipx install uv"
    own = find_uv()
    # Here pip would report that uv is already installed.
    return (
        f"export PATH=$PATH:{shell(own.parent)}  # uv is there; or `pip install uv`"
        if own
        else "pip install uv"
    )
