"""Write all files of a new project: its templates, its decision record and its answers."""

from collections.abc import Mapping
from pathlib import Path

from pystack_init import __version__
from pystack_init.lifecycle.project import ANSWERS_FILE
from pystack_init.planning.decision import decision_record
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.render import render

DECISION_RECORD = "docs/decisions/0001-stack.md"
_HEAD = "# Written by pystack-init: the answers that this project was made from."
SOURCE = "https://github.com/pystack-init/pystack-init.git"


def create_files(answers: Mapping[str, str | bool], slug: str, destination: Path) -> None:
    """Render the project for `answers` into the empty folder `destination`."""
    render(templates_root(), answers, slug, destination)
    record = destination / DECISION_RECORD
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(f"{decision_record(answers)}\n", encoding="utf-8")
    _write_answers(answers, destination / ANSWERS_FILE)


def _write_answers(answers: Mapping[str, str | bool], path: Path) -> None:
    """Record the answers and the release, without secrets and without paths of this machine."""
    import yaml  # noqa: PLC0415 - not needed if the request is refused

    recorded = {"_commit": f"v{__version__}", "_src_path": SOURCE, **answers}
    text = yaml.safe_dump(recorded, allow_unicode=True, sort_keys=False, width=1_000)
    path.write_text(f"{_HEAD}\n{text}", encoding="utf-8")
