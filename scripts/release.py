"""Record the templates of this version in the history that `update` merges from: `uv run scripts/release.py`.

`src/pystack_init/history.bundle` is a git bundle with one tag and one commit per release. A commit has the
folder `templates/` and nothing else; authors and dates are fixed, so that equal templates give equal bytes.
With `--check` it only tests that every file of a project that moved since the last release has a record.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from pystack_init import __version__
from pystack_init.errors import PystackError
from pystack_init.lifecycle.notes import read_notes
from pystack_init.lifecycle.releases import HISTORY, current, is_newer, release
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.stacks import STACKS
from pystack_init.rendering.layers import resolve
from pystack_init.rendering.manifest import Values, read_tree

SIMILAR = 0.6
LITTER = "__pycache__/", ".mypy_cache/", ".pytest_cache/", ".ruff_cache/", ".DS_Store"
_PERSON = {"NAME": "pystack-init", "EMAIL": "pystack-init@localhost", "DATE": "2000-01-01T00:00:00Z"}


def git(repository: Path, *command: str, **variables: str) -> str:
    """Run git in a bare repository, without the user's settings."""
    fixed = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_DIR": str(repository)}
    for role in ("AUTHOR", "COMMITTER"):
        fixed |= {f"GIT_{role}_{part}": text for part, text in _PERSON.items()}
    env = os.environ | fixed | variables
    return subprocess.run(
        ["git", *command], env=env, check=True, capture_output=True, text=True
    ).stdout.strip()


def versions(repository: Path) -> list[str]:
    """Fetch the history, and list its releases, oldest first."""
    if not HISTORY.exists():
        return []
    git(repository, "fetch", "--quiet", str(HISTORY), "refs/tags/*:refs/tags/*")
    tags = git(repository, "tag", "--list", "v*", "--sort=version:refname").splitlines()
    return [tag.removeprefix("v") for tag in tags]


def record(repository: Path, known: list[str]) -> None:
    """Add this version, and write the bundle."""
    index = {"GIT_INDEX_FILE": str(repository / "index-of-release")}
    root = current().root
    work = {**index, "GIT_WORK_TREE": str(root.parent)}
    (repository / "info").mkdir(exist_ok=True)
    (repository / "info/exclude").write_text("\n".join(LITTER) + "\n", encoding="utf-8")
    git(repository, "-c", "core.bare=false", "-c", "core.autocrlf=false", "add", "--all", str(root), **work)
    tree = git(repository, "write-tree", **index)
    parents = ["-p", f"v{known[-1]}"] if known else []
    commit = git(repository, "commit-tree", *parents, "-m", f"Templates of {__version__}", tree)
    git(repository, "tag", f"v{__version__}", commit)
    git(repository, "-c", "pack.threads=1", "bundle", "create", "--quiet", str(HISTORY), "--tags")


def unrecorded_moves(last: str, folder: Path) -> Iterator[str]:
    """Find files that moved since a release although `template.toml` does not say so."""
    old, new = read_tree(release(last, folder).root), read_tree(current().root)
    for answers in sets_of_answers():
        before, after = resolve(old, answers), resolve(new, answers)
        for path in before.keys() - after.keys() - new.moved.keys():
            for other in after.keys() - before.keys() - set(new.moved.values()):
                if similar(before[path], after[other]):
                    yield f"{path} -> {other}"


def similar(one: Path, other: Path) -> bool:
    """Return whether two templates have most lines in common; an empty file is similar to none."""
    before, after = (file.read_bytes().splitlines() for file in (one, other))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return bool(before and after) and matcher.ratio() > SIMILAR


def sets_of_answers() -> Iterator[Values]:
    """Return each stack with the default answers and with all of its features."""
    for stack in STACKS:
        defaults = {question.id: question.default for question in QUESTIONS} | {"stack": stack.id}
        yield defaults
        yield defaults | {
            question.id: True
            for question in QUESTIONS
            if isinstance(question.default, bool)
            and all(need.question != "stack" or stack.id in need.answers for need in question.requires)
        }


def main() -> None:
    """Record this version, or check the moves since the last one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="check the records of moved files; write nothing"
    )
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        repository = folder / "releases.git"
        git(repository, "init", "--quiet", "--bare")
        known = versions(repository)
        try:
            problems = list(find_problems(known, folder))
        except PystackError as error:
            problems = [error.message]
        if problems:
            sys.exit("\n".join(f"error: {one}" for one in problems))
        if not check:
            if known and not is_newer(__version__, known[-1]):
                sys.exit(f"error: {known[-1]} is released already: raise the version")
            record(repository, known)


def find_problems(known: list[str], folder: Path) -> Iterator[str]:
    """Check the version, the notes, and the moves since the last release."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", __version__):
        yield f"the version `{__version__}` is not three numbers"
    read_notes(current().root)
    earlier = [one for one in known if one != __version__]
    moves = sorted(set(unrecorded_moves(earlier[-1], folder))) if earlier else []
    if moves:
        yield "add these to `[moved]` in templates/template.toml:\n  " + "\n  ".join(moves)


if __name__ == "__main__":
    main()
