"""The templates of every release: this one's beside the package, earlier ones' in `history.bundle`."""

import io
import tarfile
from dataclasses import dataclass
from pathlib import Path

from pystack_init import __version__
from pystack_init.errors import PystackError
from pystack_init.rendering.bundled import templates_root
from pystack_init.system.programs import capture

# A git bundle: one tag per release, each with the folder of its templates.
HISTORY = Path(__file__).parents[1] / "history.bundle"


class ReleaseUnknown(PystackError):
    """The templates of a release are not in this version of the command."""

    code = "release-unknown"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"This version of pystack-init ({__version__}) does not contain the templates of {version}",
            "Install the newest version of pystack-init: it has the templates of every release",
        )


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the templates, and the folder that holds them."""

    version: str
    root: Path


def current() -> Release:
    """Return the release of this version."""
    return Release(__version__, templates_root())


def release(version: str, folder: Path) -> Release:
    """Return a release; the templates of an earlier one are written to `folder`."""
    if version == __version__:
        return current()
    repository = folder / "history.git"
    for command in (
        ["init", "--quiet", "--bare", str(repository)],
        ["--git-dir", str(repository), "fetch", "--quiet", str(HISTORY), f"refs/tags/v{version}"],
    ):
        code, _, _ = capture(["git", *command], folder)
        if code:
            raise ReleaseUnknown(version)
    _, archive, _ = capture(["git", "--git-dir", str(repository), "archive", "FETCH_HEAD"], folder)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder / f"v{version}", filter="data")
    return Release(version, folder / f"v{version}" / "templates")
