"""Write all files of a new project: its templates, its decision record and its answers."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pystack_init.lifecycle.pristine import Digests, digests_of, fingerprint
from pystack_init.lifecycle.project import ANSWERS_FILE, RESOURCES
from pystack_init.lifecycle.releases import current
from pystack_init.planning.decision import decision_record
from pystack_init.rendering.render import render
from pystack_init.resources.resource import Resource
from pystack_init.system.changeset import PLAIN, Changes, Content, content_of

DECISION_RECORD = "docs/decisions/0001-stack.md"
_HEAD = "# Written by pystack-init: the answers that this project was made from."
SOURCE = "https://github.com/pystack-init/pystack-init.git"


def create_files(answers: Mapping[str, str | bool], slug: str, destination: Path) -> Digests:
    """Render the project for `answers` into the empty folder `destination`; return what was rendered."""
    release = current()
    render(release.root, answers, slug, destination)
    digests = digests_of(destination)
    record = destination / DECISION_RECORD
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(f"{decision_record(answers)}\n", encoding="utf-8")
    (destination / ANSWERS_FILE).write_bytes(answers_text(answers, release.version, fingerprint(digests)))
    return digests


def answers_text(
    answers: Mapping[str, str | bool], version: str, rendered: int, resources: Iterable[Resource] = ()
) -> bytes:
    """Return the answers file: answers, release, fingerprint of the files; no secrets, no paths."""
    import yaml  # noqa: PLC0415 - not needed if the request is refused

    recorded: dict[str, Any] = {"_commit": f"v{version}", "_src_path": SOURCE, "_rendered": rendered}
    recorded |= answers
    if words := {one.name: one.record() for one in resources}:
        recorded[RESOURCES] = words
    text = yaml.safe_dump(recorded, allow_unicode=True, sort_keys=False, width=1_000)
    return f"{_HEAD}\n{text}".encode()


def answers_change(project: Path, text: bytes) -> Changes:
    """Return the change that gives a project this answers file; none if it has it already."""
    before = content_of(project / ANSWERS_FILE)
    after = Content(before.mode if before else PLAIN, text)
    return {ANSWERS_FILE: (before, after)} if before != after else {}


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of all files of a folder: their paths and contents."""
    digest = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
