"""Remember what the files of a project were rendered as, so that `status` need not render them again.

The digests are in the user's cache, by the fingerprint that the project records. The fingerprint is computed
from them, so a file of the cache cannot be out of date: it fits the project, or it is not used.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pystack_init.system.changeset import Content, content_of

# The digest of each file by its path.
Digests = Mapping[str, str]
KEPT = 100  # the most recent ones


def digest(content: Content | None) -> str:
    """Return a digest of the mode and the text; git may have written it with CRLF at the end of each line."""
    if content is None:
        return ""
    data = content.data
    if b"\0" not in data and data.count(b"\n") == data.count(b"\r\n"):
        data = data.replace(b"\r\n", b"\n")
    return hashlib.sha256(content.mode.encode() + data).hexdigest()


def digests_of(folder: Path) -> Digests:
    """Return the digests of all files of a folder."""
    files = (one for one in folder.rglob("*") if one.is_symlink() or one.is_file())
    return {one.relative_to(folder).as_posix(): digest(content_of(one)) for one in files}


def fingerprint(digests: Digests) -> int:
    """Return a number for the files."""
    return number_of("".join(f"{path}\0{one}\n" for path, one in sorted(digests.items())).encode())


def number_of(content: bytes) -> int:
    """Return a number for bytes. Scanners report hexadecimal text as a secret."""
    return int(hashlib.sha256(content).hexdigest()[:12], 16)


def remember(digests: Digests) -> None:
    """Write the digests to the user's cache; without a cache they are computed again when they are needed."""
    with suppress(OSError, RuntimeError):
        folder = _cache()
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{fingerprint(digests)}.{os.getpid()}"
        unfinished.write_text(json.dumps(digests), encoding="utf-8")
        unfinished.replace(_file(fingerprint(digests)))
        files = sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime)
        for file in files[:-KEPT]:
            file.unlink(missing_ok=True)


def recall(number: int) -> Digests | None:
    """Read the digests of a fingerprint from the user's cache."""
    with suppress(OSError, RuntimeError, ValueError, AttributeError, TypeError):
        digests = json.loads(_file(number).read_text(encoding="utf-8"))
        if fingerprint(digests) == number:
            return {str(path): str(one) for path, one in digests.items()}
    return None


def _file(number: int) -> Path:
    return _cache() / f"{number}.json"


def _cache() -> Path:
    """Return the folder of the XDG specification, on macOS too, as for the configuration."""
    folder = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (folder if folder.is_absolute() else Path("~/.cache").expanduser()) / "pystack-init" / "rendered"
