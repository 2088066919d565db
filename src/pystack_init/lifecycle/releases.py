"""The templates of every release: this one's beside the package, earlier ones' in `history.bundle`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pystack_init import __version__
from pystack_init.errors import ImpossibleRequest, PystackError
from pystack_init.planning.command_line import ADOPT
from pystack_init.rendering.bundled import templates_root
from pystack_init.suggestions import one_of

# A git bundle: one tag per release, each with the folder of its templates.
HISTORY = Path(__file__).parents[1] / "history.bundle"
_VERSION = re.compile(r"v?(\d+\.\d+\.\d+)")


class ReleaseUnknown(PystackError):
    """The templates of a release are not in this version of the command."""

    code = "release-unknown"

    def __init__(self, version: str) -> None:
        if not version:
            message = "The project does not record the release of its templates"
            super().__init__(message, f"`{ADOPT}` compares the project with every release, and records one")
            return
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


def is_newer(version: str, other: str) -> bool:
    """Return whether a release is newer than another; a text that is no version is older than all."""
    return _numbers(version) > _numbers(other)


def release(version: str, folder: Path) -> Release:
    """Return a release; the templates of an earlier one are written to `folder`."""
    if version == __version__:
        return current()
    if version not in versions(folder):
        raise ReleaseUnknown(version)
    if not (folder / f"v{version}").is_dir():
        import io  # noqa: PLC0415 - only for an earlier release
        import tarfile  # noqa: PLC0415

        archive = _git(folder, "archive", f"v{version}")
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder / f"v{version}", filter="data")
    return Release(version, folder / f"v{version}" / "templates")


def versions(folder: Path) -> list[str]:
    """List the releases that this version contains, oldest first; the history is written to `folder`."""
    repository = folder / "history.git"
    if HISTORY.exists() and not repository.is_dir():
        _git(folder, "clone", "--quiet", "--mirror", str(HISTORY), str(repository))
    found = {__version__}
    if repository.is_dir():
        found |= {tag.removeprefix("v") for tag in _git(folder, "tag").decode().split()}
    return sorted(found, key=_numbers)


def chosen_release(wanted: str | None, recorded: str, folder: Path) -> Release:
    """Return the release to update to: this version's, or the `wanted` one, which must not be older."""
    if wanted is None:
        return current()
    found = _VERSION.fullmatch(wanted.strip())
    if not found:
        raise ImpossibleRequest(f"`{wanted}` is not a release", f"Write a version, such as `{__version__}`")
    version = found[1]
    if is_newer(recorded, version):
        message = f"The project uses the templates of {recorded}; it cannot go back to {version}"
        raise ImpossibleRequest(message, "Revert the commit of the update instead")
    known = versions(folder)
    if version not in known:
        raise _not_known(version, [one for one in known if not is_newer(recorded, one)])
    return release(version, folder)


def _not_known(version: str, possible: Sequence[str]) -> PystackError:
    unknown = ReleaseUnknown(version)
    if possible and not is_newer(version, __version__):
        unknown.hint = f"Choose {one_of(possible)}"
    return unknown


def _git(folder: Path, *command: str) -> bytes:
    """Run git, in the history if it is there already."""
    from pystack_init.system.programs import capture  # noqa: PLC0415 - not for `status`

    repository = folder / "history.git"
    inside = ["--git-dir", str(repository)] if repository.is_dir() else []
    _, output, _ = capture(["git", *inside, *command], folder)
    return output


def _numbers(version: str) -> tuple[int, ...]:
    found = _VERSION.fullmatch(version)
    return tuple(map(int, found[1].split("."))) if found else ()
