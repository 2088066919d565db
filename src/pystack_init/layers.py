"""Which template layers make a project, where they are, and how they are laid over one another."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SUFFIX = ".jinja"
# pip compiles what it installs, and tools leave these in a checkout.
_CACHES = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"})
EXECUTABLE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
ALL = frozenset({"fastapi", "django_drf", "hybrid"})


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder under `templates/`, for the stacks and the answers that it serves."""

    folder: str
    stacks: frozenset[str] = ALL
    when: Mapping[str, str | bool] = field(default_factory=dict)


# In order: a later layer wins, file by file. A layer with `when` holds whole-file alternatives for an answer.
LAYERS: tuple[Layer, ...] = (
    Layer("_shared"),
    Layer("_license/MIT", when={"license": "MIT"}),
    Layer("_license/Apache-2.0", when={"license": "Apache-2.0"}),
    Layer("_license/BSD-3-Clause", when={"license": "BSD-3-Clause"}),
    Layer("_license/proprietary", when={"license": "proprietary"}),
    Layer("_shared_no_auth", when={"auth": "none"}),
    Layer("_api", frozenset({"fastapi", "hybrid"})),
    Layer("_api_no_auth", frozenset({"fastapi", "hybrid"}), when={"auth": "none"}),
    Layer("fastapi", frozenset({"fastapi"})),
    Layer("fastapi_no_auth", frozenset({"fastapi"}), when={"auth": "none"}),
    Layer("django_drf", frozenset({"django_drf", "hybrid"})),
    Layer("django_drf_no_auth", frozenset({"django_drf", "hybrid"}), when={"auth": "none"}),
    Layer("hybrid", frozenset({"hybrid"})),
)


def templates_root() -> Path:
    """Find the templates: inside the installed package, else beside `src` in a checkout."""
    bundled = Path(__file__).parent / "templates"
    return bundled if bundled.is_dir() else Path(__file__).parents[2] / "templates"


def layers_for(answers: Mapping[str, str | bool]) -> list[Layer]:
    """List the layers of a project, lowest first."""
    return [
        layer
        for layer in LAYERS
        if answers["stack"] in layer.stacks
        and all(answers[key] == value for key, value in layer.when.items())
    ]


def overlay(answers: Mapping[str, str | bool]) -> dict[str, Path]:
    """Lay the layers of a project over one another: each path, and the file that won it."""
    root = templates_root()
    files = {"copier.yml": root / "copier.yml"}
    for layer in layers_for(answers):
        for source in sorted((root / layer.folder).rglob("*")):
            if source.is_dir() or _CACHES.intersection(source.parts):
                continue
            path = source.relative_to(root / layer.folder).as_posix()
            # A layer may answer `x.py` with `x.py.jinja`, or the other way round: Copier would render both.
            files.pop(path.removesuffix(SUFFIX) if path.endswith(SUFFIX) else path + SUFFIX, None)
            files[path] = source
    return files


def lay(files: Mapping[str, Path], folder: Path) -> None:
    """Copy files to their paths under `folder`."""
    for path, source in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        # Who may read and write is the umask's to say: an installed template may be read-only.
        if source.stat().st_mode & stat.S_IXUSR:
            target.chmod(target.stat().st_mode | EXECUTABLE)
