"""Turn answers into files. The only module that knows Copier."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from pystack_init import __version__
from pystack_init.layers import lay
from pystack_init.staging import scratch

ANSWERS_FILE = ".pystack-init.yml"
SOURCE = "https://github.com/pystack-init/pystack-init.git"


def render(answers: Mapping[str, str | bool], slug: str, destination: Path) -> None:
    """Write the project that `answers` describe into the empty folder `destination`."""
    from copier import Settings, run_copy  # noqa: PLC0415 - 0.2 s to import: only when a project is really made
    from plumbum import local  # noqa: PLC0415 - how Copier finds programs; it comes with it

    # Where Copier finds git it starts one `git config` a file, for an index that a new project does not have.
    with scratch() as view, local.env(PATH=""):
        lay(answers, view)
        run_copy(
            str(view),
            destination,
            data={**answers, "slug": slug},
            settings=Settings(),  # a user's own Copier settings changed our defaults when tried
            defaults=True,
            overwrite=True,
            quiet=True,
        )
    _write_answers(answers, destination / ANSWERS_FILE)


def _write_answers(answers: Mapping[str, str | bool], path: Path) -> None:
    """Record what `update` needs: no path of this machine and no secret is among it."""
    recorded = {"_commit": f"v{__version__}", "_src_path": SOURCE, **answers}
    text = yaml.safe_dump(recorded, allow_unicode=True, sort_keys=False, width=1_000)
    path.write_text(
        f"# Written by pystack-init, which reads it again to update this project.\n{text}", encoding="utf-8"
    )
