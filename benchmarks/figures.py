"""The arguments that benchmarks of generated projects share, and the file of their figures."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path


def arguments(description: str | None, rounds: int) -> argparse.ArgumentParser:
    """Return a parser with `--rounds` and `--json`."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--json", type=Path)
    return parser


def keep(figures: Mapping[str, object] | Mapping[int, object], path: Path | None) -> None:
    """Write figures as JSON, if there is a path."""
    if path:
        path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
