"""Turn answers into files. The only module that knows Copier."""

from collections.abc import Mapping
from pathlib import Path

from pystack_init import __version__
from pystack_init.facts import facts_of
from pystack_init.layers import SUFFIX, lay, overlay
from pystack_init.system.staging import scratch

ANSWERS_FILE = ".pystack-init.yml"
SOURCE = "https://github.com/pystack-init/pystack-init.git"


def warm_up() -> None:
    """Import Copier while a person is still thinking."""
    import copier  # noqa: F401, PLC0415


def render(answers: Mapping[str, str | bool], slug: str, destination: Path) -> None:
    """Write the project that `answers` describe into the empty folder `destination`."""
    from copier import Settings, run_copy  # noqa: PLC0415 - 0.2 s to import: only when a project is really made
    from plumbum import local  # noqa: PLC0415 - how Copier finds programs; it comes with it

    files = overlay(answers)
    # Copier compiles every part of every path twice, so it sees only the files that it has to render.
    rendered = {path: source for path, source in files.items() if path.endswith((SUFFIX, "copier.yml"))}
    # Where Copier finds git it starts one `git config` a file, for an index that a new project does not have.
    with scratch() as view, local.env(PATH=""):
        lay(rendered, view)
        copier = run_copy(
            str(view),
            destination,
            data=facts_of(answers, slug),
            settings=Settings(),  # a user's own Copier settings changed our defaults when tried
            defaults=True,
            overwrite=True,
            quiet=True,
        )
    copied = files.keys() - rendered.keys()
    lay({path: files[path] for path in sorted(copied) if not copier.match_exclude(Path(path))}, destination)
    _write_answers(answers, destination / ANSWERS_FILE)


def _write_answers(answers: Mapping[str, str | bool], path: Path) -> None:
    """Record what `update` needs: no path of this machine and no secret is among it."""
    import yaml  # noqa: PLC0415 - not for what is refused before anything is rendered

    recorded = {"_commit": f"v{__version__}", "_src_path": SOURCE, **answers}
    text = yaml.safe_dump(recorded, allow_unicode=True, sort_keys=False, width=1_000)
    path.write_text(
        f"# Written by pystack-init, which reads it again to update this project.\n{text}", encoding="utf-8"
    )
