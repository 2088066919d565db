"""Find the templates that came with this release."""

from pathlib import Path


def templates_root() -> Path:
    """Find the templates: inside the installed package, else beside `src` in a checkout."""
    package = Path(__file__).parents[1]
    bundled = package / "templates"
    return bundled if bundled.is_dir() else package.parents[1] / "templates"
